package com.jisu.logs.sink;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the consumer reaches a broker, said in the log once per change. A poll tells nothing of it: without a broker it
 * returns no records, as it does without traffic. But bytes come in all the time where there is one, for fetches and
 * heartbeats. Used by the sink's thread.
 */
final class KafkaConnection {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaConnection.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A multiple of the heartbeat interval (3 s): with all partitions paused, heartbeats are all there is. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<?, ?> consumer;
    private Optional<Metric> bytesIn = Optional.empty();
    private double lastBytesIn;
    private long lastHeard = System.nanoTime();
    private long nextLook = lastHeard;
    private long quietUntil = lastHeard;
    private boolean connected;
    private String problem = "";

    KafkaConnection(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    boolean isConnected() {
        return connected;
    }

    /** A poll failed: a missing right, an unusable answer. It may be tried again. */
    void failed(KafkaException e) {
        quietUntil = System.nanoTime() + SILENCE_NANOS;
        lost(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    /** Looks, at most once a second. */
    void observe() {
        long now = System.nanoTime();
        if (nextLook - now > 0) {
            return;
        }
        nextLook = now + INTERVAL_NANOS;
        double bytes = bytesIn();
        if (bytes > lastBytesIn) {
            lastHeard = now;
            if (quietUntil - now <= 0) {
                found();
            }
        } else if (now - lastHeard > SILENCE_NANOS) {
            lost("no broker answers");
        }
        lastBytesIn = bytes;
    }

    private void found() {
        connected = true;
        if (!problem.isEmpty()) {
            problem = "";
            LOG.info("Kafka answers again");
        }
    }

    private void lost(String why) {
        connected = false;
        if (!why.equals(problem)) {
            problem = why;
            LOG.warn("Kafka gives no records: {}; trying until it does", why);
        }
    }

    private double bytesIn() {
        if (bytesIn.isEmpty()) {
            for (Map.Entry<MetricName, ? extends Metric> each :
                    consumer.metrics().entrySet()) {
                MetricName name = each.getKey();
                if (name.name().equals("incoming-byte-total") && name.group().equals("consumer-metrics")) {
                    bytesIn = Optional.of(each.getValue());
                }
            }
        }
        return bytesIn.map(metric -> ((Number) metric.metricValue()).doubleValue())
                .orElse(0.0);
    }
}
