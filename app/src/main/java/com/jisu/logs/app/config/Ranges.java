package com.jisu.logs.app.config;

import com.jisu.logs.ingest.api.IngestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * From where to where a value is of use, for every key that is a number, a size or a duration, in the words of a user. What counts
 * are the settings records of the roles: they take all that is within these, and where they are as strict it is at the same values
 * (BoundsTest).
 */
final class Ranges {

    private static final ToLongFunction<String> NUMBER = new Converters.WholeNumber()::convert;
    private static final ToLongFunction<String> SIZE = new ByteSizeConverter()::convert;
    private static final ToLongFunction<String> DURATION = value -> millis(new DurationConverter().convert(value));

    private static final List<Range> RANGES = List.of(
            number("topics.partitions", "1", "10000"),
            number("topics.replication", "1", "100"),
            duration("topics.retention.raw.time", "1m", "36500d").orOff("0s"),
            size("topics.retention.raw.bytes", "1MiB", "1048576GiB").orOff("0"),
            duration("topics.retention.parsed.time", "1m", "36500d").orOff("0s"),
            size("topics.retention.parsed.bytes", "1MiB", "1048576GiB").orOff("0"),
            duration("topics.retention.dead.time", "1m", "36500d").orOff("0s"),
            size("topics.retention.dead.bytes", "1MiB", "1048576GiB").orOff("0"),
            number("ingest.port", "0", "65535"),
            size("ingest.max-event-bytes", "1KiB", Integer.toString(IngestSettings.Limits.LARGEST_EVENT)),
            size("ingest.max-frame-bytes", "1MiB", "1GiB"),
            size("ingest.max-inflated-bytes", "1MiB", "64GiB"),
            number("ingest.max-window-events", "2048", "10000000")
                    .because("a smaller one would refuse Filebeat's windows of 2048 events for ever"),
            size("ingest.max-in-flight-bytes", "1MiB", "64GiB"),
            size("ingest.max-connection-in-flight-bytes", "1MiB", "64GiB"),
            number("ingest.max-connections", "1", "1000000"),
            number("ingest.max-connections-per-address", "1", "1000000"),
            duration("ingest.keep-alive", "100ms", "20s").because("Filebeat gives up after 30s of silence"),
            duration("ingest.kafka-timeout", "1s", "30d"),
            duration("ingest.handshake-timeout", "1s", "10m"),
            duration("ingest.client-timeout", "1s", "1h"),
            duration("ingest.idle-timeout", "10s", "365d"),
            duration("ingest.max-connection-age", "10s", "365d").orOff("0s"),
            duration("ingest.shutdown-timeout", "100ms", "10m"),
            duration("ingest.tls.reload", "1s", "1d"),
            number("streams.threads", "1", "64"),
            duration("streams.max-event-age", "1m", "100000d"),
            duration("streams.max-event-ahead", "1s", "100000d"),
            number("streams.cached-user-agents", "1", "1000000"),
            size("sink.batch.bytes", "64KiB", "64MiB"),
            number("sink.batch.documents", "1", "100000"),
            duration("sink.batch.max-wait", "1ms", "1m"),
            number("sink.requests-in-flight", "1", "64"),
            duration("sink.request-timeout", "1s", "10m"),
            number("sink.new-fields-per-service", "0", "100000"),
            number("sink.max-data-streams", "1", "1000"),
            number("admin.port", "0", "65535"));

    private Ranges() {}

    /**
     * @param least and {@code most}: as a user writes them, both allowed
     * @param off a value outside of the range that means never
     * @param reason why not, where that is not plain
     */
    private record Range(
            String key,
            ToLongFunction<String> unit,
            String least,
            String most,
            Optional<String> off,
            Optional<String> reason) {

        Range orOff(String value) {
            return new Range(key, unit, least, most, Optional.of(value), reason);
        }

        Range because(String why) {
            return new Range(key, unit, least, most, off, Optional.of(why));
        }

        boolean holds(long value) {
            return value >= unit.applyAsLong(least) && value <= unit.applyAsLong(most)
                    || off.filter(never -> unit.applyAsLong(never) == value).isPresent();
        }

        String fault(String value) {
            return key + " must be " + off.map(never -> never + ", or ").orElse("") + "from " + least + " to " + most
                    + ", not " + value + reason.map(why -> ": " + why).orElse("");
        }
    }

    private static Range number(String key, String least, String most) {
        return new Range(key, NUMBER, least, most, Optional.empty(), Optional.empty());
    }

    private static Range size(String key, String least, String most) {
        return new Range(key, SIZE, least, most, Optional.empty(), Optional.empty());
    }

    private static Range duration(String key, String least, String most) {
        return new Range(key, DURATION, least, most, Optional.empty(), Optional.empty());
    }

    /** The keys that have a range. */
    static Set<String> keys() {
        return RANGES.stream().map(Range::key).collect(Collectors.toSet());
    }

    /** Adds a fault for each value beyond its range. What is empty or of the wrong type is for others to judge. */
    static void check(Map<String, Entry> entries, Faults faults) {
        for (Range range : RANGES) {
            Entry entry = entries.get(range.key());
            try {
                if (!range.holds(range.unit().applyAsLong(entry.value()))) {
                    faults.add(entry.origin(), range.fault(entry.value()));
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                // no number, size or duration
            }
        }
    }

    private static long millis(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
