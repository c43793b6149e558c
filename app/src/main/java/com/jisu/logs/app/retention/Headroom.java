package com.jisu.logs.app.retention;

import com.jisu.logs.app.kafka.UnreadRecords;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How long a reader may be away from a partition, at the rate at which records come now, until one is deleted that it has
 * not read. Never more than that: whole segments are deleted, so that a record may be there for somewhat longer.
 *
 * @param seconds 0 where records are deleted unread already; infinite where nothing deletes any; not a number where it is not
 *     known
 * @param limit the setting of the topic that binds, such as {@code retention.ms}; empty where none does
 * @param partition the one that it was said of
 */
public record Headroom(double seconds, String limit, int partition) {

    /** Nothing is known. */
    static final Headroom UNKNOWN = new Headroom(Double.NaN, "", -1);

    /**
     * A partition as it was seen.
     *
     * @param ageSeconds since the first unread record arrived; of no meaning where all are read
     * @param recordBytes of a record in the log, on average
     * @param rate records a second; not a number where it is not known yet
     */
    record Seen(int partition, UnreadRecords unread, double ageSeconds, double recordBytes, double rate) {}

    static Headroom of(Limits limits, Seen seen) {
        double byTime = byTime(limits, seen);
        double byBytes = byBytes(limits, seen);
        if (Double.isNaN(byBytes) && byTime > 0) {
            return new Headroom(Double.NaN, "", seen.partition());
        }
        if (byBytes < byTime) {
            return new Headroom(byBytes, TopicConfig.RETENTION_BYTES_CONFIG, seen.partition());
        }
        String limit = Double.isInfinite(byTime) ? "" : TopicConfig.RETENTION_MS_CONFIG;
        return new Headroom(byTime, limit, seen.partition());
    }

    private static double byTime(Limits limits, Seen seen) {
        if (limits.millis().isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double kept = limits.millis().getAsLong() / 1_000.0;
        if (seen.unread().isPassed()) {
            return 0;
        }
        return seen.unread().count() == 0 ? kept : Math.max(0, kept - seen.ageSeconds());
    }

    private static double byBytes(Limits limits, Seen seen) {
        if (limits.bytes().isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double left = limits.bytes().getAsLong() - seen.unread().count() * seen.recordBytes();
        if (seen.unread().isPassed() || left <= 0) {
            return 0;
        }
        return seen.rate() == 0 ? Double.POSITIVE_INFINITY : left / (seen.rate() * seen.recordBytes());
    }

    /** The one that ends sooner. Where one of them is not known, nothing is, but for records that are being deleted. */
    Headroom sooner(Headroom other) {
        if (seconds == 0 || other.seconds == 0) {
            return seconds == 0 ? this : other;
        }
        return Double.isNaN(seconds) || seconds <= other.seconds ? this : other;
    }
}
