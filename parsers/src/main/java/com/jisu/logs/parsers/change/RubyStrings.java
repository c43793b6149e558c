package com.jisu.logs.parsers.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Ruby, and so Logstash, makes of texts. */
final class RubyStrings {

    private RubyStrings() {}

    static String downcase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String upcase(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** The first letter large, the others small. */
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        String first = text.substring(0, end);
        int title = Character.toTitleCase(text.codePointAt(0));
        String large = title == text.codePointAt(0) ? first.toUpperCase(Locale.ROOT) : Character.toString(title);
        int largeEnd = large.offsetByCodePoints(0, 1); // a sharp s becomes two letters
        return large.substring(0, largeEnd)
                + large.substring(largeEnd).toLowerCase(Locale.ROOT)
                + text.substring(end).toLowerCase(Locale.ROOT);
    }

    /** Without white space, and NULs, at both ends. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpaceOrNul(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpaceOrNul(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpaceOrNul(char c) {
        return c == 0 || isSpace(c);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /**
     * The parts between separators, without empty ones at the end. A blank as the separator is any white space, without empty parts;
     * an empty separator parts the characters.
     */
    static List<String> split(String text, String separator) {
        List<String> parts = switch (separator) {
            case " " -> words(text);
            case "" -> text.codePoints().mapToObj(Character::toString).toList();
            default -> between(text, separator);
        };
        int size = parts.size();
        while (size > 0 && parts.get(size - 1).isEmpty()) {
            size--;
        }
        return parts.subList(0, size);
    }

    private static List<String> between(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length() && !isSpace(text.charAt(i));
            if (inside && from < 0) {
                from = i;
            } else if (!inside && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            }
        }
        return words;
    }
}
