package com.jisu.logs.parsers.routing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names of indices as Elasticsearch takes them. */
final class IndexName {

    /** Bytes of the longest one. */
    private static final int MOST_BYTES = 255;

    private static final String FORBIDDEN = "\\/*?\"<>|,#: ";
    private static final String NOT_FIRST = "-_+";

    private IndexName() {}

    /**
     * The name in small letters, with a low line for each sign that no name has, without those that none begins with, and cut where it is
     * too long.
     *
     * @return null if that leaves no name
     */
    static String cleaned(String name) {
        StringBuilder cleaned = new StringBuilder(name.length());
        int bytes = 0;
        int at = 0;
        String small = name.toLowerCase(Locale.ROOT);
        while (at < small.length()) {
            int c = small.codePointAt(at);
            at += Character.charCount(c);
            boolean surrogate = c <= Character.MAX_VALUE && Character.isSurrogate((char) c);
            boolean allowed = !Character.isISOControl(c)
                    && !Character.isWhitespace(c)
                    && !surrogate
                    && FORBIDDEN.indexOf(c) < 0
                    && Character.toLowerCase(c) == c;
            int next = allowed ? c : '_';
            if (cleaned.isEmpty() && NOT_FIRST.indexOf(next) >= 0) {
                continue;
            }
            bytes += Character.toString(next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                break;
            }
            cleaned.appendCodePoint(next);
        }
        String result = cleaned.toString();
        return result.isEmpty() || result.equals(".") || result.equals("..") ? null : result;
    }
}
