package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.api.Nearest;
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
    private static final String SHORTEST = ".*?";
    private static final String REST = ".*";

    /** What is no reference and makes groups or alternatives of the pattern's own. */
    private static final Pattern BRANCHES = Pattern.compile("(?<!\\\\)(\\\\\\\\)*[|()\\[]|\\\\[QEK]");

    /** Characters that mean themselves, alone or behind a back slash, and stand for the end of a shortest text. */
    private static final String SIGNS = "\"';:,/<>=@!#&";

    private static final String ESCAPED_SIGNS = SIGNS + "[](){}|.*+?$";
    /** Groups whose end is no place where the rest goes on, or goes on in more than one way. */
    private static final Pattern LOOKS = Pattern.compile("\\(\\?(<?[=!]|[~>]|\\()");

    private static final Pattern CHANGES_DOT = Pattern.compile("\\(\\?[a-z]*-|\\(\\?[a-z]*x");

    private final String option;
    private final Map<String, String> patterns;
    private final boolean namedOnly;
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final List<String> under = new ArrayList<>();
    private boolean dotIsAny = true;
    private String groupOfRest;

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

    /**
     * The group of what is left of the text, with which the pattern ends; null if it does not. As that always matches, it is an empty
     * group in the expression, where it would be taken character by character.
     */
    String groupOfRest() {
        return groupOfRest;
    }

    /** What a group captures, such as {@code INT:port:int}; the group's own name if its author gave it. */
    String capture(String group) {
        return groups.getOrDefault(group, group);
    }

    private void append(String pattern, StringBuilder expression) throws OptionFault {
        boolean dotWasAny = dotIsAny;
        dotIsAny &= !CHANGES_DOT.matcher(pattern).find();
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
            char behind = literalBehind(pattern, end + 1);
            boolean last = under.isEmpty() && end + 1 == pattern.length() && !branches(pattern);
            refer(reference.group("pattern"), reference.group("field"), behind, last, expression);
            at = end + 1;
        }
        expression.append(pattern, at, pattern.length());
        dotIsAny = dotWasAny;
        if (expression.length() > LONGEST) {
            throw new OptionFault(option, "must not be longer than " + LONGEST + " characters with all patterns in it");
        }
    }

    private static boolean branches(String pattern) {
        return BRANCHES.matcher(REFERENCE.matcher(pattern).replaceAll("")).find();
    }

    private void refer(String name, String field, char behind, boolean last, StringBuilder expression)
            throws OptionFault {
        String inner = patterns.get(name);
        if (inner == null) {
            throw new OptionFault(
                    option,
                    "must be made of known patterns, not %{" + name + "}"
                            + Nearest.to(name, patterns.keySet())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(""));
        }
        if (under.contains(name) || under.size() > DEEPEST) {
            throw new OptionFault(
                    option, "must not have a pattern in itself: " + String.join(" > ", under) + " > " + name);
        }
        if (field == null && namedOnly) {
            expression.append("(?:");
        } else {
            String group = group(field == null ? name : name + ":" + field);
            expression.append("(?<").append(group).append('>');
            if (last && dotIsAny && inner.equals(REST)) {
                groupOfRest = group;
                expression.append(')');
                return;
            }
        }
        under.add(name);
        append(behind != 0 && dotIsAny && inner.equals(SHORTEST) ? upTo(behind) : inner, expression);
        under.remove(under.size() - 1);
        expression.append(')');
    }

    /**
     * The shortest text before a character, as {@code .*?} finds it, but in one go where the rest matches there.
     */
    private static String upTo(char behind) {
        return "(?>[^\\" + behind + "]*)|" + SHORTEST;
    }

    /** The sign that must stand behind a place, be it behind the ends of groups; 0 if that is not known. */
    private static char literalBehind(String pattern, int from) {
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) == ')') {
            at++;
        }
        if (at > from && LOOKS.matcher(pattern).find()) {
            return 0;
        }
        boolean escaped = at + 1 < pattern.length() && pattern.charAt(at) == '\\';
        int sign = escaped ? at + 1 : at;
        boolean literal = sign < pattern.length()
                && (escaped ? ESCAPED_SIGNS : SIGNS).indexOf(pattern.charAt(sign)) >= 0
                && (sign + 1 == pattern.length() || "*?{".indexOf(pattern.charAt(sign + 1)) < 0);
        return literal ? pattern.charAt(sign) : 0;
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
