package com.jisu.logs.app.importing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Values as YAML, on one line. Every text comes back as it was. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf");

    private YamlText() {}

    /** A value on one line: text, a number, a boolean, null, a list or a map of these. */
    static String flow(Object value) {
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(YamlText::flow).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "{"
                    + String.join(
                            ", ",
                            map.entrySet().stream()
                                    .map(each -> text(each.getKey().toString()) + ": " + flow(each.getValue()))
                                    .toList())
                    + "}";
        }
        return value instanceof String text ? text(text) : String.valueOf(value);
    }

    /** A text, in quotes where it needs them. */
    static String text(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            return text;
        }
        return text.chars().allMatch(YamlText::isPrintable) ? "'" + text.replace("'", "''") + "'" : escaped(text);
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c < 0x7f || c >= 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff && c < 0xfffe;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (isPrintable(c)) {
                        escaped.append(c);
                    } else {
                        escaped.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return escaped.append('"').toString();
    }
}
