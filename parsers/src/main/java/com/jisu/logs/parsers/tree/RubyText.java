package com.jisu.logs.parsers.tree;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Values as Ruby writes them, which Logstash's plug-ins hash and look up: {@code nil} is nothing, an object {@code {"a"=>1}}. The values are
 * those of {@link Values}.
 */
public final class RubyText {

    private static final double LEAST_PLAIN = 1e-4;
    private static final double LEAST_LARGE = 1e16;
    private static final int DELETE = 0x7F;

    private RubyText() {}

    /** What Ruby's {@code to_s} gives. */
    public static String text(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof String text ? text : inspect(value);
    }

    /** What Ruby's {@code inspect} gives. */
    public static String inspect(Object value) {
        if (value instanceof String text) {
            StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
            inside(text, quoted);
            return quoted.append('"').toString();
        }
        if (value instanceof List<?> list) {
            StringBuilder elements = new StringBuilder("[");
            for (Object element : list) {
                elements.append(elements.length() == 1 ? "" : ", ").append(inspect(element));
            }
            return elements.append(']').toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringBuilder members = new StringBuilder("{");
            map.forEach((name, inner) -> members.append(members.length() == 1 ? "" : ", ")
                    .append(inspect(name))
                    .append("=>")
                    .append(inspect(inner)));
            return members.append('}').toString();
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value == null ? "nil" : value.toString();
    }

    private static String number(double number) {
        double size = Math.abs(number);
        if (size == 0 || size >= LEAST_PLAIN && size < LEAST_LARGE) {
            String plain =
                    new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
            String signed = size == 0 && Double.toString(number).startsWith("-") ? "-0" : plain;
            return signed.indexOf('.') < 0 ? signed + ".0" : signed;
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        String[] parts = Double.toString(number).split("E");
        int exponent = Integer.parseInt(parts[1]);
        return parts[0] + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /**
     * Bytes that should be UTF-8, as they stand inside of the quotes of {@code inspect}: what is no UTF-8 is {@code \xFF}, byte by byte.
     */
    public static String insideQuotes(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = characterLength(bytes, at);
            if (length == 0) {
                text.append(String.format("\\x%02X", bytes[at] & 0xFF));
                at++;
            } else {
                inside(new String(bytes, at, length, StandardCharsets.UTF_8), text);
                at += length;
            }
        }
        return text.toString();
    }

    /** Whether it is UTF-8, all of it. */
    public static boolean isUtf8(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = characterLength(bytes, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the character here; 0 if it is none. */
    private static int characterLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = length > 1 ? bytes[at + 1] & 0xFF : 0;
        boolean overlong = first == 0xE0 && second < 0xA0 || first == 0xF0 && second < 0x90;
        boolean noCharacter = first == 0xED && second > 0x9F || first == 0xF4 && second > 0x8F;
        return overlong || noCharacter ? 0 : length;
    }

    private static void inside(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\u000B' -> out.append("\\v");
                case '\b' -> out.append("\\b");
                case '\u0007' -> out.append("\\a");
                case '\u001B' -> out.append("\\e");
                case '#' -> out.append(isInterpolation(text, i) ? "\\#" : "#");
                default -> other(c, out);
            }
        }
    }

    private static boolean isInterpolation(String text, int at) {
        return at + 1 < text.length() && "{$@".indexOf(text.charAt(at + 1)) >= 0;
    }

    private static void other(char c, StringBuilder out) {
        if (c == DELETE) {
            out.append("\\x7F");
        } else if (Character.isISOControl(c)) {
            out.append(String.format("\\u%04X", (int) c));
        } else {
            out.append(c);
        }
    }
}
