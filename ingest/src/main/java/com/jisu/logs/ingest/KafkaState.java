package com.jisu.logs.ingest;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka takes events, said in the log once per change. Thread-safe; {@link #check} decides, and is to be called
 * about once a second.
 */
final class KafkaState {

    private static final Logger log = LoggerFactory.getLogger(KafkaState.class);
    /** Longer than a broker's orderly restart leaves its partitions without a leader, mostly. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String topic;
    private volatile long lastConfirmed = System.nanoTime();
    private volatile Failure lastFailure;
    private volatile boolean refusedAsTooLarge;

    // The checking thread's, but for readers of available.
    private long lastChecked = lastConfirmed;
    private long unavailableSince;
    private volatile boolean available = true;

    private record Failure(long nanos, Exception error) {}

    KafkaState(String topic) {
        this.topic = topic;
    }

    boolean isAvailable() {
        return available;
    }

    void confirmed() {
        lastConfirmed = System.nanoTime();
    }

    void failed(Exception error) {
        lastFailure = new Failure(System.nanoTime(), error);
    }

    /** The topic takes less than this role is set to send; the event is cut and sent again. */
    void refusedAsTooLarge(int bytes) {
        if (!refusedAsTooLarge) {
            refusedAsTooLarge = true; // two threads may both say it; that does no harm
            log.warn(
                    "Kafka refuses an event of {} bytes as too large for the topic {}; such events are cut. Set the topic's"
                            + " max.message.bytes, or lower ingest.max-event-bytes",
                    bytes,
                    topic);
        }
    }

    /** @param eventsInFlight whether there is anything that Kafka could confirm */
    void check(boolean eventsInFlight) {
        long now = System.nanoTime();
        Failure failure = lastFailure;
        boolean failedLately = failure != null && now - failure.nanos < PATIENCE_NANOS;
        if (!eventsInFlight && !failedLately && available) {
            lastConfirmed = now; // nothing to wait for: the wait of the next event begins with it
        }
        boolean silent = now - lastConfirmed >= PATIENCE_NANOS;
        if (available && (silent || failure != null && failure.nanos > lastChecked)) {
            available = false;
            unavailableSince = silent ? lastConfirmed : failure.nanos;
            log.warn(
                    "Kafka does not take events for the topic {}: {}. They wait unacknowledged, and no more are read when"
                            + " ingest.max-in-flight-bytes is reached",
                    topic,
                    silent
                            ? "nothing was confirmed for " + PATIENCE_NANOS / 1_000_000_000 + " s"
                            : failure.error.getMessage());
        } else if (!available && !silent && !failedLately) {
            available = true;
            log.info(
                    "Kafka takes events for the topic {} again, after {} s",
                    topic,
                    Duration.ofNanos(now - unavailableSince).toSeconds());
        }
        lastChecked = now;
    }
}
