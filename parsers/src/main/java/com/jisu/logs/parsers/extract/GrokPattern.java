package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepTimeout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.joni.Option;
import org.joni.Region;

/** A grok pattern with what it captures. Immutable, and shared by all threads. */
final class GrokPattern {

    /**
     * How patterns are read.
     *
     * @param patterns those that patterns may be made of, by name
     * @param namedOnly whether what has no field's name is not captured
     * @param target what captures go into; null for the event itself
     * @param overwrite fields whose value is replaced where the others' is appended to
     * @param asLogstash whether names, types and values are those of Logstash; else the captures of one field are one value
     */
    record Reading(
            Map<String, String> patterns,
            boolean namedOnly,
            FieldPath target,
            List<FieldPath> overwrite,
            boolean asLogstash,
            RegexWatch watch,
            int limitMillis) {}

    private final RubyPattern pattern;
    private final NeededTexts needed;
    private final GrokCapture[] captures;

    /** Group of what is left of the text, which is not in the expression; negative if there is none. */
    private final int rest;

    private GrokPattern(RubyPattern pattern, NeededTexts needed, GrokCapture[] captures, int rest) {
        this.pattern = pattern;
        this.needed = needed;
        this.captures = captures;
        this.rest = rest;
    }

    /** @param option whose value the pattern is, for faults */
    static GrokPattern of(String option, String source, Reading reading) throws OptionFault {
        GrokExpansion expansion = new GrokExpansion(option, reading.patterns, reading.namedOnly);
        String expression = expansion.expand(source);
        RubyPattern pattern =
                RubyPattern.of(option, source, expression, Option.MULTILINE, reading.watch, reading.limitMillis);
        List<GrokCapture> captures = new ArrayList<>();
        for (Map.Entry<String, int[]> each : pattern.names().entrySet()) {
            captures.add(capture(option, expansion.capture(each.getKey()), each.getValue(), reading));
        }
        captures.sort(Comparator.comparingInt(GrokCapture::first));
        int[] rest = pattern.names().getOrDefault(String.valueOf(expansion.groupOfRest()), new int[] {-1});
        return new GrokPattern(
                pattern,
                NeededTexts.of(expression),
                (reading.asLogstash ? captures : merged(captures)).toArray(GrokCapture[]::new),
                rest[rest.length - 1]);
    }

    private static GrokCapture capture(String option, String name, int[] groups, Reading reading) throws OptionFault {
        String[] parts = name.split(":");
        FieldPath field;
        try {
            field = field(parts.length > 1 ? parts[1] : parts[0], reading.asLogstash);
        } catch (IllegalArgumentException e) {
            throw new OptionFault(option, "can not capture " + name + ": " + e.getMessage());
        }
        return new GrokCapture(
                reading.target == null ? field : inside(reading.target, field),
                groups,
                GrokCapture.Type.of(parts.length > 2 ? parts[2] : "", reading.asLogstash),
                reading.overwrite.contains(field),
                reading.asLogstash);
    }

    /** A dot is a letter like any other in names of Logstash. */
    private static FieldPath field(String name, boolean asLogstash) {
        return asLogstash && name.indexOf('[') < 0 ? FieldPath.ofNames(List.of(name)) : FieldPath.of(name);
    }

    private static FieldPath inside(FieldPath target, FieldPath field) {
        FieldPath path = target;
        for (int i = 0; i < field.length(); i++) {
            path = path.then(field.name(i));
        }
        return path;
    }

    private static List<GrokCapture> merged(List<GrokCapture> captures) {
        List<GrokCapture> merged = new ArrayList<>();
        for (GrokCapture each : captures) {
            int like = 0;
            while (like < merged.size() && !merged.get(like).isLike(each)) {
                like++;
            }
            if (like < merged.size()) {
                merged.set(like, merged.get(like).with(each));
            } else {
                merged.add(each);
            }
        }
        return merged;
    }

    /** What it captures, in the order of the pattern; not to be changed. */
    GrokCapture[] captures() {
        return captures;
    }

    /** The groups of its first match in a text of UTF-8, from the text's beginning on; null if there is none. */
    Region find(byte[] bytes, int from, int to) throws StepTimeout {
        Region groups = needed.areIn(bytes, from, to) ? pattern.find(bytes, from, to) : null;
        if (groups != null && rest >= 0) {
            groups.setEnd(0, to - from);
            groups.setEnd(rest, to - from);
        }
        return groups;
    }
}
