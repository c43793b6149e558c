package com.jisu.logs.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Why a record is in the dead-letter topic. It travels in headers, all UTF-8 text; the record's key and value are those
 * of its source, unchanged unless {@link #CUT} says otherwise.
 *
 * <p>A record that dies again after a replay keeps the headers of its first death: each death appends a set, and
 * {@link #history} reads them all. What the first one says of the source record makes a replay come to the same document
 * id and the same day as the record itself would have.
 *
 * @param stage the role that gave it up
 * @param reason a short code in snake case, such as {@code not_json}; a metric's tag, so of a bounded set
 * @param error what happened, for a person
 * @param topic the topic the record came from
 * @param partition its partition there
 * @param offset its offset there
 * @param arrival its timestamp there, epoch milliseconds
 */
public record DeadLetter(
        Stage stage, String reason, String error, String topic, int partition, long offset, long arrival) {

    static final String STAGE = "dead.stage";
    public static final String REASON = "dead.reason";
    static final String ERROR = "dead.error";
    static final String TOPIC = "dead.topic";
    static final String PARTITION = "dead.partition";
    static final String OFFSET = "dead.offset";
    static final String ARRIVAL = "dead.arrival";

    /** Of a record of which the topic did not take all: the bytes that its value had. Not there in all others. */
    public static final String CUT = "dead.cut";

    private static final String PREFIX = "dead.";

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
        headers.add(ARRIVAL, utf8(Long.toString(arrival)));
    }

    /** Says in a record's headers that its value is not whole: it had so many bytes. */
    public static void addCut(Headers headers, int bytes) {
        headers.add(CUT, utf8(Integer.toString(bytes)));
    }

    /**
     * The deaths in a record's headers, oldest first; empty if it never died. Headers that are no whole set are passed
     * over: the topics are open to others.
     */
    public static List<DeadLetter> history(Headers headers) {
        List<DeadLetter> deaths = new ArrayList<>();
        Map<String, String> set = new HashMap<>();
        for (Header header : headers) {
            if (header.key().startsWith(PREFIX) && header.value() != null) {
                if (header.key().equals(STAGE)) {
                    read(set).ifPresent(deaths::add);
                    set.clear();
                }
                set.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        read(set).ifPresent(deaths::add);
        return deaths;
    }

    /** The first death at one stage. */
    public static Optional<DeadLetter> first(Headers headers, Stage stage) {
        if (headers.lastHeader(STAGE) == null) {
            return Optional.empty(); // nearly all records
        }
        return history(headers).stream().filter(death -> death.stage == stage).findFirst();
    }

    /** The newest death, if there was one. */
    public static Optional<DeadLetter> last(Headers headers) {
        List<DeadLetter> deaths = history(headers);
        return deaths.isEmpty() ? Optional.empty() : Optional.of(deaths.get(deaths.size() - 1));
    }

    /** Appends every death of one record to the headers of another that was made of it. */
    public static void copyHistory(Headers from, Headers to) {
        for (Header header : from) {
            if (header.key().startsWith(PREFIX)) {
                to.add(header);
            }
        }
    }

    private static Optional<DeadLetter> read(Map<String, String> set) {
        try {
            return Optional.of(new DeadLetter(
                    Stage.of(set.get(STAGE)),
                    set.get(REASON),
                    set.get(ERROR),
                    set.get(TOPIC),
                    Integer.parseInt(set.get(PARTITION)),
                    Long.parseLong(set.get(OFFSET)),
                    Long.parseLong(set.get(ARRIVAL))));
        } catch (IllegalArgumentException | NullPointerException notWhole) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
