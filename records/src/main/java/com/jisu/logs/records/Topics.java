package com.jisu.logs.records;

import java.util.List;
import java.util.Objects;

/**
 * The names of the three topics.
 *
 * @param raw Beats events as they came: no key, the event's JSON bytes, no headers needed
 * @param parsed documents: key is the document id, value the JSON that Elasticsearch stores, headers of {@link
 *     ParsedHeaders}
 * @param dead what could not be parsed or indexed: the source record's key and value unchanged, headers of {@link
 *     DeadLetter}
 */
public record Topics(String raw, String parsed, String dead) {

    /** The names of the design: {@code jisu-logs-raw}, {@code jisu-logs-parsed}, {@code jisu-logs-dead}. */
    public static final Topics DEFAULT = new Topics("jisu-logs-raw", "jisu-logs-parsed", "jisu-logs-dead");

    /** Bytes of the largest record batch that the raw topic takes: the bound on one Beats event. */
    public static final int MAX_RAW_BYTES = 10 * 1024 * 1024;

    /**
     * Bytes of the largest record batch that the parsed and the dead topic take. A document can hold its line twice
     * (whole, and taken apart), so it may be over twice as large as the event it came from.
     */
    public static final int MAX_DOCUMENT_BYTES = 24 * 1024 * 1024;

    public Topics {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(parsed, "parsed");
        Objects.requireNonNull(dead, "dead");
        if (raw.equals(parsed) || raw.equals(dead) || parsed.equals(dead)) {
            throw new IllegalArgumentException("the raw, parsed and dead topics must have three different names, not "
                    + raw + ", " + parsed + ", " + dead);
        }
    }

    /** All three names, raw first. */
    public List<String> all() {
        return List.of(raw, parsed, dead);
    }
}
