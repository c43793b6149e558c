package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.tree.FieldPath;
import java.nio.charset.StandardCharsets;

/**
 * A field of a dissect pattern, with what stands before and behind it. Immutable.
 *
 * @param name as it is written, without its signs
 * @param path where its value goes; null if it goes nowhere, or where another field says
 * @param before the text before it: what joins it to values it is appended to
 * @param behind the text that ends it; null for the last one, which takes the rest
 * @param repeats whether the text behind it may stand there several times
 * @param order place among those that are appended to one field
 */
record DissectField(Kind kind, String name, FieldPath path, String before, byte[] behind, boolean repeats, int order) {

    /** What is done with its value. */
    enum Kind {
        NORMAL,
        APPEND,
        INDIRECT,
        SKIP
    }

    private static final String REPEATS = "->";

    /**
     * Reads what stands between the braces.
     *
     * @param behind null at the end of the pattern
     */
    static DissectField of(String source, String before, String behind) throws OptionFault {
        boolean repeats = source.endsWith(REPEATS);
        String text = repeats ? source.substring(0, source.length() - REPEATS.length()) : source;
        byte[] end = behind == null ? null : behind.getBytes(StandardCharsets.UTF_8);
        if (text.isEmpty() || text.startsWith("?")) {
            String name = text.isEmpty() ? text : text.substring(1);
            return new DissectField(Kind.SKIP, name, null, before, end, repeats, 0);
        }
        char sign = text.charAt(0);
        if (sign != '+' && sign != '&') {
            return new DissectField(Kind.NORMAL, text, path(text), before, end, repeats, 0);
        }
        String name = text.substring(1);
        if (name.isEmpty() || name.startsWith("+") || name.startsWith("&")) {
            throw new OptionFault("pattern", "must have one sign and a name in a field, not %{" + source + "}");
        }
        if (sign == '&') {
            return new DissectField(Kind.INDIRECT, name, path(name), before, end, repeats, 0);
        }
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            return new DissectField(Kind.APPEND, name, path(name), before, end, repeats, 0);
        }
        String field = name.substring(0, slash);
        return new DissectField(
                Kind.APPEND, field, path(field), before, end, repeats, order(source, name.substring(slash + 1)));
    }

    private static int order(String source, String number) throws OptionFault {
        if (!number.matches("\\d{1,4}")) {
            throw new OptionFault("pattern", "must have a number behind the / of %{" + source + "}");
        }
        return Integer.parseInt(number);
    }

    private static FieldPath path(String name) throws OptionFault {
        try {
            return FieldPath.of(name);
        } catch (IllegalArgumentException e) {
            throw new OptionFault("pattern", "can not set a field: " + e.getMessage());
        }
    }
}
