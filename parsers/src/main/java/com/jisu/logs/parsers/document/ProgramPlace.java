package com.jisu.logs.parsers.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place of a program in a text: {@code /app/main.go:42}. A text that could be a host and its port is none.
 *
 * @param line digits
 */
public record ProgramPlace(String file, String line) {

    private static final int MAX_LENGTH = 512;

    /** Folders, a file with an ending that programs have, a line, and perhaps a column. */
    private static final Pattern PLACE =
            Pattern.compile("((?:[^\\r\\n]{0,384}[/\\\\])?[^/\\\\:\\r\\n]{1,120}\\.(?:go|java|kt|kts|scala|groovy|clj"
                    + "|py|pyx|rb|js|mjs|cjs|jsx|ts|mts|tsx|vue|rs|c|cc|cpp|cxx|h|hpp|hh|cs|fs|vb|php|exs?|erl|hs|swift|mm?|pl|pm|lua|dart"
                    + "|zig|nim|cr|ml|sh|sql)):(\\d{1,9})(?::\\d{1,9})?");

    /** The place that a text is; empty where it is none. */
    public static Optional<ProgramPlace> of(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher place = PLACE.matcher(text);
        return place.matches() && !isUrl(text)
                ? Optional.of(new ProgramPlace(place.group(1), place.group(2)))
                : Optional.empty();
    }

    private static boolean isUrl(String text) {
        return text.contains("://");
    }
}
