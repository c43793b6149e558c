package com.jisu.logs.ingest.kafka;

import com.jisu.logs.records.log.OncePerInterval;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer that events go to. Some errors leave a producer unusable for ever: once it was refused its id, fenced, or
 * could not log in while it asked for the id, all it is given fails. It is replaced then, and nobody has to restart
 * ingest when Kafka's side is mended.
 *
 * <p>Thread-safe.
 */
final class CurrentProducer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CurrentProducer.class);

    /** Between replacements: where Kafka refuses each new producer too, making more of them helps nobody. */
    private static final long LEAST_AGE_NANOS = Duration.ofSeconds(1).toNanos();

    /** For what a replaced producer may yet deliver; one that is broken fails all of it at once. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final MeterRegistry registry;
    private final OncePerInterval said = new OncePerInterval(Duration.ofMinutes(1));
    private volatile Producer<byte[], byte[]> current;

    // Guarded by this.
    private long madeNanos = System.nanoTime();
    private KafkaClientMetrics meters;
    private boolean closed;

    /** @param registry gets the meters of the producer in use */
    CurrentProducer(Supplier<Producer<byte[], byte[]>> producers, MeterRegistry registry) {
        this.producers = producers;
        this.registry = registry;
        this.current = producers.get();
        this.meters = metersOf(current);
    }

    private KafkaClientMetrics metersOf(Producer<byte[], byte[]> producer) {
        KafkaClientMetrics its = new KafkaClientMetrics(producer);
        its.bindTo(registry);
        return its;
    }

    Producer<byte[], byte[]> get() {
        return current;
    }

    /** Whether an error of Kafka's can be the producer's own state: it comes neither of the event, nor of the topic, nor of the moment. */
    static boolean isBroken(Throwable error) {
        return !(error instanceof RetriableException
                || error instanceof RecordTooLargeException
                || error instanceof InvalidRecordException
                || error instanceof InvalidTimestampException
                || error instanceof InvalidTopicException
                || error instanceof PolicyViolationException
                || error instanceof TopicAuthorizationException
                || error instanceof InterruptException);
    }

    /**
     * Makes another producer, unless that has happened already, and closes the one that failed. Blocks for some seconds at
     * most; not to be called from a producer's own thread.
     */
    synchronized void replace(Producer<byte[], byte[]> failed, Throwable error) {
        if (closed || failed != current || System.nanoTime() - madeNanos < LEAST_AGE_NANOS) {
            return;
        }
        madeNanos = System.nanoTime();
        try {
            current = producers.get();
            meters.close();
            meters = metersOf(current);
            say("The Kafka producer is replaced, it is of no use after: {}", error);
            failed.close(FAREWELL);
        } catch (KafkaException e) {
            say("The Kafka producer cannot be replaced, the next failure tries again: {}", e);
        }
    }

    /** After a step of the machine's clock, by which a producer counts. Blocks as {@link #replace} does. */
    synchronized void replaceAfterStep(long stepMillis) {
        if (closed) {
            return;
        }
        log.warn(
                "The machine's clock stepped by {} s; the Kafka producer is replaced, since it counts by it",
                stepMillis / 1_000);
        Producer<byte[], byte[]> old = current;
        madeNanos = System.nanoTime();
        current = producers.get();
        meters.close();
        meters = metersOf(current);
        old.close(FAREWELL);
    }

    private void say(String message, Throwable error) {
        if (said.isDue()) {
            log.warn(message, error.toString());
        }
    }

    /** Gives the producer up to this long to finish; then everything that it has not finished fails. */
    void close(Duration timeout) {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = current;
            meters.close();
        }
        last.close(timeout);
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
