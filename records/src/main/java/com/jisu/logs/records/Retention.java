package com.jisu.logs.records;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How much of itself a topic keeps, whether it was read or not.
 *
 * @param time from a record's arrival; zero for ever; empty for the broker's default
 * @param bytes of one copy of the whole topic, each partition having an equal part of it; 0 for any number; empty for the
 *     broker's default
 */
public record Retention(Optional<Duration> time, Optional<Long> bytes) {

    /** All is left to the broker. */
    static final Retention OF_BROKER = new Retention(Optional.empty(), Optional.empty());

    private static final String NO_LIMIT = "-1";

    /** A segment has to hold the largest batch. */
    private static final long LEAST_SEGMENT = 32L << 20;

    private static final long LARGEST_SEGMENT = 1L << 30;

    /** Only whole segments are deleted, so a partition exceeds its limit by up to one: a sixteenth. */
    private static final int SEGMENTS = 16;

    private static final Duration LEAST_ROLL = Duration.ofHours(1);
    private static final Duration LATEST_ROLL = Duration.ofDays(7);

    /**
     * The settings of a topic that come of it.
     *
     * @param partitions of the topic, at least 1
     */
    public Map<String, String> settings(int partitions) {
        Map<String, String> settings = new TreeMap<>();
        time.ifPresent(limit -> {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, limit.isZero() ? NO_LIMIT : Long.toString(limit.toMillis()));
            if (!limit.isZero()) {
                Duration roll = clamp(limit.dividedBy(SEGMENTS), LEAST_ROLL, LATEST_ROLL);
                settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(roll.toMillis()));
            }
        });
        bytes.ifPresent(limit -> {
            long share = (limit + partitions - 1) / partitions;
            settings.put(TopicConfig.RETENTION_BYTES_CONFIG, limit == 0 ? NO_LIMIT : Long.toString(share));
            if (limit > 0) {
                settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(segment(share)));
            }
        });
        return settings;
    }

    /** Bytes of a segment, of a partition that keeps so many. */
    private static long segment(long share) {
        return Math.max(LEAST_SEGMENT, Math.min(LARGEST_SEGMENT, share / SEGMENTS));
    }

    private static Duration clamp(Duration value, Duration least, Duration most) {
        return value.compareTo(least) < 0 ? least : value.compareTo(most) > 0 ? most : value;
    }
}
