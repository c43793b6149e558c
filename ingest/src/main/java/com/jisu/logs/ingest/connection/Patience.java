package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When the two sides of one connection last did something, and whether that is too long ago. Its event loop only. */
final class Patience {

    /** Received bytes of an event that count as progress, though the event is not complete. */
    private static final int PROGRESS_BYTES = 64 * 1024;

    private final Timeouts timeouts;
    private final long openedNanos = System.nanoTime();
    private final long maxAgeNanos; // 0 for none
    private long readerNanos = openedNanos; // when it was last not the client that had to read
    private long senderNanos = openedNanos; // when the client last finished something
    private long kafkaNanos = openedNanos; // when Kafka last confirmed something, or had nothing to confirm
    private int receivedSinceProgress; // bytes

    Patience(Timeouts timeouts) {
        this.timeouts = timeouts;
        maxAgeNanos = (long) (timeouts.maxConnectionAge().toNanos()
                * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
    }

    void received(int bytes) {
        receivedSinceProgress += bytes;
        if (receivedSinceProgress >= PROGRESS_BYTES) {
            senderProgressed();
        }
    }

    /** The client has finished an event, or is not to blame that it has not. */
    void senderProgressed() {
        receivedSinceProgress = 0;
        senderNanos = System.nanoTime();
    }

    void readerProgressed(long now) {
        readerNanos = now;
    }

    /** Kafka has confirmed something, or begins to have something to confirm. */
    void kafkaProgressed() {
        kafkaNanos = System.nanoTime();
    }

    boolean senderIsSilent(long now, Duration timeout) {
        return now - senderNanos > timeout.toNanos();
    }

    boolean readerIsLate(long now) {
        return now - readerNanos > timeouts.client().toNanos();
    }

    boolean kafkaIsLate(long now) {
        return now - kafkaNanos > timeouts.kafka().toNanos();
    }

    boolean isMaxAge(long now) {
        return maxAgeNanos > 0 && now - openedNanos > maxAgeNanos;
    }
}
