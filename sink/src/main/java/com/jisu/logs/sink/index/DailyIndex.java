package com.jisu.logs.sink.index;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the index that a time belongs to, in UTC. Used by one thread. */
public final class DailyIndex {

    /** What {@code sink.index} is by default. */
    public static final String DEFAULT_PATTERN = "jisu-logs-%{yyyy.MM.dd}";

    /** Times in years of four digits, the weeks' years too; others have no name that sorts. */
    public static final long FIRST_MILLIS =
            Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

    public static final long LAST_MILLIS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    /**
     * An index or a data stream, with the part of a bulk action line that is the same for all of its documents.
     *
     * @param members further members of the action, as JSON, with a comma behind each
     * @param stream of the sink's own data streams the name; nothing of others
     * @param create of the action that refuses a document that is there already
     * @param replace of the action that replaces it
     */
    public record Name(String text, String members, Optional<StreamName> stream, byte[] create, byte[] replace) {

        public static Name of(String text) {
            return of(text, "");
        }

        /**
         * @param text as it stands in JSON
         * @param members see {@link #members}
         */
        public static Name of(String text, String members) {
            return of(text, members, Optional.empty());
        }

        /** One of the sink's own data streams. */
        public static Name of(StreamName stream, String members) {
            return of(stream.text(), members, Optional.of(stream));
        }

        private static Name of(String text, String members, Optional<StreamName> stream) {
            return new Name(text, members, stream, action("create", text, members), action("index", text, members));
        }

        private static byte[] action(String operation, String index, String members) {
            String action = "{\"%s\":{\"_index\":\"%s\",%s\"_id\":\"".formatted(operation, index, members);
            return action.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static final Pattern SHAPE = Pattern.compile("([^%]*)%\\{([^}]+)}([^%]*)");
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,200}");
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final int MAX_CACHED = 1_000;

    private final String prefix;
    private final DateTimeFormatter date;
    private final String suffix;
    private final Map<Long, Name> namesByHour = new HashMap<>();

    private DailyIndex(String prefix, DateTimeFormatter date, String suffix) {
        this.prefix = prefix;
        this.date = date;
        this.suffix = suffix;
    }

    /**
     * Reads a pattern such as {@code jisu-logs-%{yyyy.MM.dd}}, or Logstash's {@code jisu-logs-%{+YYYY.MM.dd}}.
     *
     * @throws IllegalArgumentException if it is no pattern, or would make a name that Elasticsearch refuses
     */
    public static DailyIndex parse(String pattern) {
        Matcher shape = SHAPE.matcher(pattern);
        if (!shape.matches()) {
            throw new IllegalArgumentException(
                    "sink.index must have one date in %{…}, such as " + DEFAULT_PATTERN + ", not " + pattern);
        }
        DateTimeFormatter date;
        try {
            date = IndexDate.parse(shape.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "sink.index has no usable date in %{" + shape.group(2) + "}: " + e.getMessage(), e);
        }
        String sample = shape.group(1) + date.format(Instant.EPOCH) + shape.group(3);
        if (!LEGAL.matcher(sample).matches()) {
            throw new IllegalArgumentException(
                    "sink.index must make names of lower case letters, digits, '.', '_' and '-', not " + sample);
        }
        return new DailyIndex(shape.group(1), date, shape.group(3));
    }

    /** The index of a time between {@link #FIRST_MILLIS} and {@link #LAST_MILLIS}. */
    public Name at(long epochMillis) {
        long hour = Math.floorDiv(epochMillis, MILLIS_PER_HOUR);
        Name name = namesByHour.get(hour);
        if (name == null) {
            if (namesByHour.size() >= MAX_CACHED) {
                namesByHour.clear();
            }
            Instant start = Instant.ofEpochMilli(hour * MILLIS_PER_HOUR);
            name = Name.of(prefix + date.format(start) + suffix);
            namesByHour.put(hour, name);
        }
        return name;
    }
}
