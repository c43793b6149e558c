package com.jisu.logs.sink.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of a data stream, {@code logs-<dataset>-<namespace>}, by Elastic's naming scheme. Both parts are clean, so that they can stand
 * in JSON as they are. Immutable.
 *
 * @param dataset what kind of lines they are: 1 to 100 bytes of UTF-8, see {@link #clean}
 * @param namespace where they are from, likewise
 * @see <a href="https://www.elastic.co/docs/reference/fleet/data-streams">Data streams, naming scheme</a>
 */
public record StreamName(String dataset, String namespace) {

    /** Where documents go that nothing else is known of. */
    public static final StreamName GENERIC = new StreamName("generic", "default");

    /** Of the scheme: the name's first part. */
    private static final String TYPE = "logs";

    /** Of each part. A backing index's name has 22 bytes more than its stream's, and 255 at most. */
    private static final int MAX_BYTES = 100;

    /** Before a dataset whose own stream is somebody else's. */
    private static final String OURS = "jisu.";

    /** What no part may hold: of these {@code -} is between the parts. */
    private static final String FORBIDDEN = "\\/*?\"<>| ,#:-";

    /**
     * A part of a name, of any text: in lower case, with {@code _} for each character that no part may hold, and not longer than
     * 100 bytes. Nothing where nothing is left. Different texts can come to the same part.
     */
    public static Optional<String> clean(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StringBuilder part = new StringBuilder(Math.min(lower.length(), MAX_BYTES));
        int bytes = 0;
        int at = 0;
        while (at < lower.length()) {
            int character = lower.codePointAt(at);
            at += Character.charCount(character);
            int legal = isForbidden(character) ? '_' : character;
            bytes += legal < 0x80 ? 1 : legal < 0x800 ? 2 : legal < 0x10000 ? 3 : 4;
            if (bytes > MAX_BYTES) {
                break;
            }
            part.appendCodePoint(legal);
        }
        String clean = part.toString();
        return clean.isEmpty() || clean.equals(".") || clean.equals("..") ? Optional.empty() : Optional.of(clean);
    }

    private static boolean isForbidden(int character) {
        return FORBIDDEN.indexOf(character) >= 0
                || Character.isISOControl(character)
                || Character.isWhitespace(character)
                || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
                || Character.toLowerCase(character) != character;
    }

    public String text() {
        return TYPE + "-" + dataset + "-" + namespace;
    }

    /** The one that takes its place where it is somebody else's. */
    public StreamName ours() {
        return dataset.startsWith(OURS)
                ? this
                : new StreamName(clean(OURS + dataset).orElseThrow(), namespace);
    }

    /** The value of {@code data_stream.type}, {@code .dataset} or {@code .namespace}; null for any other name. */
    public String field(String name) {
        return switch (name) {
            case "type" -> TYPE;
            case "dataset" -> dataset;
            case "namespace" -> namespace;
            default -> null;
        };
    }

    /** The member {@code data_stream} of each document, as JSON. */
    public byte[] member() {
        return "\"data_stream\":{\"type\":\"%s\",\"dataset\":\"%s\",\"namespace\":\"%s\"}"
                .formatted(TYPE, dataset, namespace)
                .getBytes(UTF_8);
    }
}
