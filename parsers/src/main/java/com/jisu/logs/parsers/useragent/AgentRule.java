package com.jisu.logs.parsers.useragent;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of uap-core: a regular expression, and texts that take the place of what its groups found. It is compiled when it is first
 * needed, as most never are. Thread-safe.
 */
final class AgentRule {

    private static final int MOST_PARTS = 5;

    private final byte[] file;
    private final int expressionAt;
    private final int expressionLength;
    private final boolean ignoresCase;

    /** Instead of the first groups; null where there is none. */
    private final String[] replacements;

    private final short[] clauses;
    private volatile Pattern pattern;

    /**
     * @param file in which the expression stands, as UTF-8
     * @param clauses of which a text that matches has a literal each
     */
    AgentRule(byte[] file, int at, int length, boolean ignoresCase, String[] replacements, short[] clauses) {
        this.file = file;
        this.expressionAt = at;
        this.expressionLength = length;
        this.ignoresCase = ignoresCase;
        this.replacements = replacements;
        this.clauses = clauses;
    }

    /** @param found the clauses of which a literal is in the text, a bit each */
    boolean mayMatch(long[] found) {
        for (short clause : clauses) {
            if ((found[clause >> 6] & 1L << clause) == 0) {
                return false;
            }
        }
        return true;
    }

    private Matcher matcher(String text) {
        Pattern compiled = pattern;
        if (compiled == null) {
            String expression = new String(file, expressionAt, expressionLength, StandardCharsets.UTF_8);
            compiled = Pattern.compile(expression, ignoresCase ? Pattern.CASE_INSENSITIVE : 0);
            pattern = compiled;
        }
        return compiled.matcher(text);
    }

    /** The program's name, major, minor and patch; null if the rule does not match, or finds no name. */
    String[] program(String text) {
        Matcher matcher = matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String[] parts = new String[4];
        parts[0] = programName(matcher);
        parts[1] = replacements[1] != null ? replacements[1] : filled(matcher, 2);
        if (replacements[2] != null) {
            parts[2] = replacements[2];
        } else {
            parts[2] = filled(matcher, 3);
            parts[3] = filled(matcher, 4);
        }
        return parts[0] == null ? null : parts;
    }

    private String programName(Matcher matcher) {
        String name = group(matcher, 1);
        String replacement = replacements[0];
        int place = replacement == null || name == null ? -1 : replacement.indexOf("$1");
        if (place >= 0) {
            return replacement.substring(0, place) + name + replacement.substring(place + 2);
        }
        return replacement == null ? name : replacement;
    }

    /** The system's name and four parts of its version; null if the rule does not match, or finds no name. */
    String[] system(String text) {
        Matcher matcher = matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String[] parts = new String[MOST_PARTS];
        for (int i = 0; i < MOST_PARTS; i++) {
            String replacement = i < replacements.length ? replacements[i] : null;
            parts[i] = replacement == null
                    ? group(matcher, i + 1)
                    : i > 0 && replacement.startsWith("$")
                            ? matcher.group(Integer.parseInt(replacement.substring(1)))
                            : replacement;
        }
        return parts[0] == null ? null : parts;
    }

    /** The device's name; null if the rule does not match, or finds none. */
    String device(String text) {
        Matcher matcher = matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String replacement = replacements[0];
        if (replacement == null) {
            return group(matcher, 1);
        }
        if (replacement.indexOf('$') < 0) {
            return replacement;
        }
        String name = replacement;
        for (int at = 0; at + 1 < replacement.length(); at++) {
            int digit = replacement.charAt(at + 1) - '0';
            if (replacement.charAt(at) == '$' && digit >= 0 && digit <= 9) {
                String group = group(matcher, digit);
                int place = name.indexOf("$" + digit); // uap-java's way: what was put in before is looked at, too
                if (place >= 0) {
                    name = name.substring(0, place) + (group == null ? "" : group) + name.substring(place + 2);
                }
            }
        }
        return name.trim();
    }

    private static String group(Matcher matcher, int number) {
        return number <= matcher.groupCount() ? matcher.group(number) : null;
    }

    private static String filled(Matcher matcher, int number) {
        String text = group(matcher, number);
        return text == null || text.isEmpty() ? null : text;
    }
}
