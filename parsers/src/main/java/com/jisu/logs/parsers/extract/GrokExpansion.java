package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.Nearest;
import com.jisu.logs.parsers.steps.OptionFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a grok pattern's regular expression together: {@code %{NAME}}, {@code %{NAME:field:type}} and {@code %{NAME:field=expression}}. Used
 * by one thread.
 */
final class GrokExpansion {

    /** Characters of an expression; what has more refers to itself by many ways. */
    private static final int LONGEST = 1_000_000;

    private static final int DEEPEST = 200;
    private static final Pattern REFERENCE =
            Pattern.compile("%\\{(?<pattern>[\\w-]+)(?::(?<field>[@\\[\\]\\w\\\\^`:.-]+))?");
    private static final String GROUP = "grok_";

    private final String option;
    private final Map<String, String> patterns;
    private final boolean namedOnly;
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final List<String> under = new ArrayList<>();

    /**
     * @param option whose value the pattern is, for faults
     * @param patterns by name
     * @param namedOnly whether what has no field's name is not captured
     */
    GrokExpansion(String option, Map<String, String> patterns, boolean namedOnly) {
        this.option = option;
        this.patterns = new LinkedHashMap<>(patterns);
        this.namedOnly = namedOnly;
    }

    /** @throws OptionFault if it names a pattern that is not known, or one that is made of itself */
    String expand(String pattern) throws OptionFault {
        StringBuilder expression = new StringBuilder();
        append(pattern, expression);
        return expression.toString();
    }

    /** What a group captures, such as {@code INT:port:int}; the group's own name if its author gave it. */
    String capture(String group) {
        return groups.getOrDefault(group, group);
    }

    private void append(String pattern, StringBuilder expression) throws OptionFault {
        Matcher reference = REFERENCE.matcher(pattern);
        int at = 0;
        while (reference.find(at)) {
            int nameEnd = reference.end();
            boolean defines = nameEnd < pattern.length() && pattern.charAt(nameEnd) == '=';
            int end = defines ? closingBrace(pattern, nameEnd + 1) : pattern.indexOf('}', nameEnd);
            if (end < 0) {
                break;
            }
            if (defines) {
                patterns.put(reference.group("pattern"), pattern.substring(nameEnd + 1, end));
            }
            expression.append(pattern, at, reference.start());
            refer(reference.group("pattern"), reference.group("field"), expression);
            at = end + 1;
        }
        expression.append(pattern, at, pattern.length());
        if (expression.length() > LONGEST) {
            throw new OptionFault(option, "must not be longer than " + LONGEST + " characters with all patterns in it");
        }
    }

    private void refer(String name, String field, StringBuilder expression) throws OptionFault {
        String inner = patterns.get(name);
        if (inner == null) {
            throw new OptionFault(
                    option,
                    "must be made of known patterns, not %{" + name + "}" + Nearest.hint(name, patterns.keySet()));
        }
        if (under.contains(name) || under.size() > DEEPEST) {
            throw new OptionFault(
                    option, "must not have a pattern in itself: " + String.join(" > ", under) + " > " + name);
        }
        if (field == null && namedOnly) {
            expression.append("(?:");
        } else {
            expression
                    .append("(?<")
                    .append(group(field == null ? name : name + ":" + field))
                    .append('>');
        }
        under.add(name);
        append(inner, expression);
        under.remove(under.size() - 1);
        expression.append(')');
    }

    private String group(String capture) {
        for (Map.Entry<String, String> each : groups.entrySet()) {
            if (each.getValue().equals(capture)) {
                return each.getKey();
            }
        }
        String group = GROUP + groups.size();
        groups.put(group, capture);
        return group;
    }

    /** The brace that ends an expression, which may have braces in it; negative if there is none. */
    private static int closingBrace(String pattern, int from) {
        int depth = 1;
        for (int i = from; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
