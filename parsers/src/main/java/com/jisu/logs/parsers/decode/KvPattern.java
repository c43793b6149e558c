package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.ArrayList;
import java.util.List;

/** Finds pairs in a text, by the regular expression that Logstash's kv makes of its options. Immutable. */
final class KvPattern {

    private static final String FIELD_SPLIT = "field_split";
    private static final String VALUE_SPLIT = "value_split";
    private static final String FIELD_SPLIT_PATTERN = "field_split_pattern";
    private static final String VALUE_SPLIT_PATTERN = "value_split_pattern";

    private final RubyPattern pattern;

    /** Without a match of this no pair is in a text, which is said faster than by the whole pattern. */
    private final RubyPattern valueSplit;

    /** @param value null if there is none */
    record Pair(String key, String value) {}

    private KvPattern(RubyPattern pattern, RubyPattern valueSplit) {
        this.pattern = pattern;
        this.valueSplit = valueSplit;
    }

    static KvPattern of(StepOptions options, RegexWatch watch, int millis) throws OptionFault {
        String fieldCharacters = options.text(FIELD_SPLIT, " ");
        String valueCharacters = options.text(VALUE_SPLIT, "=");
        String fieldSplit = split(options, FIELD_SPLIT_PATTERN, FIELD_SPLIT, fieldCharacters, watch, millis);
        String valueSplit = split(options, VALUE_SPLIT_PATTERN, VALUE_SPLIT, valueCharacters, watch, millis);
        if (!options.text("whitespace", "lenient").equals("strict")) {
            valueSplit = " *" + valueSplit + " *";
        }
        boolean fieldPattern = options.has(FIELD_SPLIT_PATTERN);
        String key = fieldPattern || options.has(VALUE_SPLIT_PATTERN)
                ? until("(?:" + valueSplit + ")|" + fieldSplit)
                : outside(valueCharacters + fieldCharacters);
        String value = enclosed("\"", "\"") + "|" + enclosed("'", "'");
        if (options.flag("include_brackets", true)) {
            value += "|" + enclosed("\\(", "\\)") + "|" + enclosed("\\[", "\\]") + "|" + enclosed("<", ">");
        }
        value += "|" + (fieldPattern ? until(fieldSplit) : outside(fieldCharacters));
        String all = key + "(?:" + valueSplit + ")(?:" + value + ")?(?:" + fieldSplit + "|$)";
        return new KvPattern(
                RubyPattern.of(fieldPattern ? FIELD_SPLIT_PATTERN : FIELD_SPLIT, all, watch, millis),
                RubyPattern.of(VALUE_SPLIT, valueSplit, watch, millis));
    }

    private static String split(
            StepOptions options,
            String patternName,
            String charactersName,
            String characters,
            RegexWatch watch,
            int millis)
            throws OptionFault {
        boolean byPattern = options.has(patternName);
        String name = byPattern ? patternName : charactersName;
        if (options.text(name, characters).isEmpty()) {
            throw new OptionFault(name, "must not be empty");
        }
        String source = byPattern ? options.text(patternName) : "[" + characters + "]";
        RubyPattern.of(name, source, watch, millis); // so that a fault names the option that has it
        return "(?:" + source + ")";
    }

    /** Captures what is neither escaped by a back slash nor one of these characters. */
    private static String outside(String characters) {
        return "((?:\\\\.|[^" + characters + "])+)";
    }

    private static String until(String pattern) {
        return "((?:(?!" + pattern + ")(?:\\\\.|.))+)";
    }

    private static String enclosed(String open, String close) {
        return open + outside(close) + "?" + close;
    }

    /** All pairs of a text, in its order. */
    List<Pair> pairs(String text) throws StepFailure {
        if (!valueSplit.finds(text)) {
            return List.of();
        }
        List<Pair> pairs = new ArrayList<>();
        for (RubyPattern.Found found : pattern.findAll(text)) {
            String value = null;
            for (int group = 2; group <= pattern.groups() && value == null; group++) {
                value = found.group(group);
            }
            pairs.add(new Pair(found.group(1), value));
        }
        return pairs;
    }
}
