package com.jisu.logs.app.importing;

import java.util.Optional;
import java.util.regex.Pattern;

/** Logstash's texts with fields, {@code %{…}}, as texts of rules, <code>${…}</code>. */
final class EventText {

    private static final String BEGIN = "%{";
    private static final String DOLLAR = "${$:$}"; // a field of this name is nobody's, so it is always the sign itself
    private static final Pattern NOT_IN_JODA = Pattern.compile("[^yuMdHhmsSaEDYwG]");

    private EventText() {}

    /** Whether fields are in it. */
    static boolean hasFields(String text) {
        int begin = text.indexOf(BEGIN);
        return begin >= 0 && text.indexOf('}', begin) >= 0;
    }

    /** A value: a field that is missing leaves its <code>%{name}</code> there, as in Logstash. */
    static String value(String text) {
        return of(text, true);
    }

    /** The name of a field: where a field in it is missing there is no such name, and the step fails, as in Logstash. */
    static String name(String reference) {
        if (!hasFields(reference)) {
            return FieldName.path(reference);
        }
        String inside = of(reference, false);
        return reference.startsWith("[") && reference.endsWith("]") ? inside : "[" + inside + "]";
    }

    private static String of(String text, boolean missingStays) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int begin = text.indexOf(BEGIN, at);
            int end = begin < 0 ? -1 : text.indexOf('}', begin);
            if (end < 0) {
                return out.append(literal(text.substring(at))).toString();
            }
            if (text.startsWith("{", begin + BEGIN.length()) && text.startsWith("}", end + 1)) {
                end++;
            }
            Optional<String> piece = piece(text.substring(begin + BEGIN.length(), end), missingStays);
            String before = literal(text.substring(at, begin));
            if (piece.isPresent() && before.endsWith("$")) {
                before = before.substring(0, before.length() - 1) + DOLLAR;
            }
            out.append(before).append(piece.orElse(literal(text.substring(begin, end + 1))));
            at = end + 1;
        }
    }

    private static String literal(String text) {
        return text.replace("${", "$${");
    }

    private static Optional<String> piece(String inside, boolean missingStays) {
        if (inside.equals("+%s")) {
            return Optional.of("${@timestamp|UNIX|}");
        }
        if (inside.startsWith("+")) {
            return inside.length() == 1 ? Optional.empty() : Optional.of("${@timestamp|" + inside.substring(1) + "|}");
        }
        if (inside.startsWith("{") && inside.endsWith("}")) {
            return joda(inside.substring(1, inside.length() - 1)).map(format -> "${@timestamp|" + format + "|}");
        }
        if (inside.isBlank()
                || inside.indexOf('{') >= 0
                || FieldName.names(inside).isEmpty()) {
            return Optional.empty(); // no field, so Logstash leaves it as it is
        }
        String path = FieldName.path(inside);
        return Optional.of(missingStays ? "${" + path + ":%{" + inside + "}}" : "${" + path + "}");
    }

    /** A pattern of java.time in the letters of Joda-Time, in UTC; none if it has letters that Joda-Time can not say. */
    static Optional<String> joda(String pattern) {
        StringBuilder joda = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = at + 1;
            if (c == '\'') {
                end = pattern.indexOf('\'', at + 1) + 1;
                if (end == 0) {
                    return Optional.empty();
                }
                joda.append(pattern, at, end);
            } else {
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                Optional<String> letters = letters(c, pattern.substring(at, end));
                if (letters.isEmpty()) {
                    return Optional.empty();
                }
                joda.append(letters.get());
            }
            at = end;
        }
        return joda.isEmpty() ? Optional.empty() : Optional.of(joda.toString());
    }

    private static Optional<String> letters(char letter, String run) {
        if (!Character.isLetter(letter)) {
            return Optional.of(run);
        }
        return switch (letter) {
            case 'u' -> Optional.of(run.replace('u', 'y'));
            case 'Y' -> Optional.of(run.replace('Y', 'x'));
            case 'X' -> Optional.of("'Z'");
            case 'x' -> Optional.of(run.length() == 3 ? "ZZ" : "Z");
            case 'Z' -> Optional.of("Z");
            case 'z' -> Optional.of("'UTC'");
            default -> NOT_IN_JODA.matcher(run).find() ? Optional.empty() : Optional.of(run);
        };
    }
}
