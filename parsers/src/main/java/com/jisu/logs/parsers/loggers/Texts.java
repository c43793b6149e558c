package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Values as texts, and the other way round. */
final class Texts {

    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private Texts() {}

    /** A text as a value; half a surrogate pair, which UTF-8 does not have, stays an escape. */
    static Leaf leaf(String text) {
        JsonOutput json = new JsonOutput(text.length() + 16);
        json.quoted(text);
        return Leaf.string(json.toByteArray());
    }

    static boolean isText(JsonValue value) {
        return value instanceof Leaf leaf && leaf.isString();
    }

    static boolean isNumber(JsonValue value) {
        return value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.NUMBER;
    }

    static boolean isTextOrNumber(JsonValue value) {
        return isText(value) || isNumber(value);
    }

    /** A text with nothing in it. */
    static boolean isEmpty(JsonValue value) {
        return value instanceof Leaf leaf
                && leaf.isString()
                && leaf.length() == (leaf.kind() == Leaf.Kind.STRING ? 2 : 0);
    }

    /** Whether a text has a line end, other than behind it. */
    static boolean hasLines(Leaf text) {
        String decoded = text.text();
        int end = decoded.indexOf('\n');
        return end >= 0 && !decoded.substring(end).isBlank();
    }

    /** Whether it is digits and nothing else. */
    static boolean isDigits(Leaf leaf) {
        return leaf.length() <= 20 && DIGITS.matcher(leaf.text()).matches();
    }

    /** A text as it is, anything else as JSON without blanks. */
    static String plain(JsonValue value) {
        if (value instanceof Leaf leaf && leaf.isString()) {
            return leaf.text();
        }
        return compact(new String(JsonOutput.json(value), StandardCharsets.UTF_8));
    }

    /** JSON less the white space between its values. */
    private static String compact(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                compact.append(c).append(json.charAt(++i));
                continue;
            }
            inString ^= c == '"';
            if (inString || c > ' ') {
                compact.append(c);
            }
        }
        return compact.toString();
    }
}
