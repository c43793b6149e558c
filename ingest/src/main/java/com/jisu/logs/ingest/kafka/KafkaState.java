package com.jisu.logs.ingest.kafka;

import com.jisu.logs.records.Refusal;
import com.jisu.logs.records.log.OncePerChange;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.acl.AclOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka takes events, said in the log once per change. Thread-safe; {@link #check} decides, and is to be called
 * about once a second.
 */
public final class KafkaState {

    private static final Logger log = LoggerFactory.getLogger(KafkaState.class);
    /** Longer than a broker's orderly restart leaves its partitions without a leader, mostly. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String topic;
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private volatile long lastConfirmed;
    private volatile Failure lastFailure;
    private volatile boolean refusedAsTooLarge;

    // The checking thread's.
    private long lastChecked;
    private long unavailableSince;
    private final OncePerChange unavailable = new OncePerChange();

    private record Failure(long nanos, Throwable error) {}

    /**
     * @param patience how long Kafka may be silent before that is said
     * @param nanoTime {@link System#nanoTime()}, or a test's
     */
    public KafkaState(String topic, Duration patience, LongSupplier nanoTime) {
        this.topic = topic;
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
        this.lastConfirmed = nanoTime.getAsLong();
        this.lastChecked = lastConfirmed;
    }

    public boolean isAvailable() {
        return !unavailable.isSaid();
    }

    /** Whether events wait for so long already, and Kafka has given no reason for it lately. */
    public boolean isSilentFor(Duration time) {
        long now = nanoTime.getAsLong();
        Failure failure = lastFailure;
        return now - lastConfirmed >= time.toNanos() && (failure == null || now - failure.nanos >= time.toNanos());
    }

    void confirmed() {
        lastConfirmed = nanoTime.getAsLong();
    }

    void failed(Throwable error) {
        lastFailure = new Failure(nanoTime.getAsLong(), error);
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
    public void check(boolean eventsInFlight) {
        long now = nanoTime.getAsLong();
        Failure failure = lastFailure;
        boolean failedLately = failure != null && now - failure.nanos < patienceNanos;
        if (!eventsInFlight && !failedLately && isAvailable()) {
            lastConfirmed = now; // nothing to wait for: the wait of the next event begins with it
        }
        boolean silent = now - lastConfirmed >= patienceNanos;
        boolean isWrong = silent || failure != null && failure.nanos > lastChecked;
        if (isWrong && unavailable.isNews("unavailable")) {
            unavailableSince = silent ? lastConfirmed : failure.nanos;
            log.warn(
                    "Kafka does not take events for the topic {}: {}. They wait unacknowledged, and no more are read when"
                            + " ingest.max-in-flight-bytes is reached",
                    topic,
                    silent
                            ? "nothing was confirmed for "
                                    + Duration.ofNanos(patienceNanos).toSeconds() + " s"
                            : Refusal.line(failure.error, AclOperation.WRITE, topic));
        } else if (!silent && !failedLately && unavailable.isOver()) {
            log.info(
                    "Kafka takes events for the topic {} again, after {} s",
                    topic,
                    Duration.ofNanos(now - unavailableSince).toSeconds());
        }
        lastChecked = now;
    }
}
