package com.jisu.logs.records;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Why a record is in the dead-letter topic. It travels in headers, all UTF-8 text; the record's key and value are those
 * of its source, unchanged.
 *
 * <p>A record that dies again after a replay keeps the headers of its first death: each death appends a set, and
 * {@link #last} reads the newest.
 *
 * @param stage the role that gave it up
 * @param reason a short code in snake case, such as {@code not_json}; a metric's tag, so of a bounded set
 * @param error what happened, for a person
 * @param topic the topic the record came from
 * @param partition its partition there
 * @param offset its offset there
 */
public record DeadLetter(Stage stage, String reason, String error, String topic, int partition, long offset) {

    public static final String STAGE = "dead.stage";
    public static final String REASON = "dead.reason";
    public static final String ERROR = "dead.error";
    public static final String TOPIC = "dead.topic";
    public static final String PARTITION = "dead.partition";
    public static final String OFFSET = "dead.offset";

    /** Characters of {@link #error} that are kept: an error may quote what it complains of, and that may be large. */
    private static final int MAX_ERROR_CHARS = 4096;

    /** The roles that can give a record up. */
    public enum Stage {
        STREAMS("streams"),
        SINK("sink");

        private final String code;

        Stage(String code) {
            this.code = code;
        }

        /** The header's text. */
        public String code() {
            return code;
        }

        private static Stage of(String code) {
            for (Stage stage : values()) {
                if (stage.code.equals(code)) {
                    return stage;
                }
            }
            throw new IllegalArgumentException("unknown " + STAGE + " '" + code + "', expected streams or sink");
        }
    }

    public DeadLetter {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(topic, "topic");
        error = error == null ? "" : error.substring(0, Math.min(error.length(), MAX_ERROR_CHARS));
    }

    /** Appends this death to a record's headers. */
    public void addTo(Headers headers) {
        headers.add(STAGE, utf8(stage.code()));
        headers.add(REASON, utf8(reason));
        headers.add(ERROR, utf8(error));
        headers.add(TOPIC, utf8(topic));
        headers.add(PARTITION, utf8(Integer.toString(partition)));
        headers.add(OFFSET, utf8(Long.toString(offset)));
    }

    /**
     * The newest death in a record's headers.
     *
     * @throws IllegalArgumentException if the headers are not those of a dead letter
     */
    public static DeadLetter last(Headers headers) {
        return new DeadLetter(
                Stage.of(text(headers, STAGE)),
                text(headers, REASON),
                text(headers, ERROR),
                text(headers, TOPIC),
                Integer.parseInt(text(headers, PARTITION)),
                Long.parseLong(text(headers, OFFSET)));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("no header " + name + ": this record is no dead letter");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
