package com.jisu.logs.sink.kafka;

import com.jisu.logs.records.Refusal;
import com.jisu.logs.records.log.OncePerChange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.acl.AclOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the consumer reaches a broker, said in the log once per change. A poll tells nothing of it: without a broker it
 * returns no records, as it does without traffic. But bytes come in all the time where there is one, for fetches and
 * heartbeats. Used by the sink's thread.
 */
public final class ConsumerHealth {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerHealth.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int DEFAULT_HEARTBEAT_MILLIS = 3_000;

    private final Consumer<?, ?> consumer;
    private final String topic;

    /** So long without a byte there is no connection. With all partitions paused, heartbeats are all there is. */
    private final long silenceNanos;

    private Optional<Metric> bytesIn = Optional.empty();
    private double lastBytesIn;
    private long lastHeard = System.nanoTime();
    private long nextLook = lastHeard;
    private long quietUntil = lastHeard;
    private boolean connected;
    private final OncePerChange problem = new OncePerChange();

    /** @param properties of the consumer; its heartbeat interval counts */
    public ConsumerHealth(Consumer<?, ?> consumer, String topic, Map<String, Object> properties) {
        this.consumer = consumer;
        this.topic = topic;
        Object heartbeat =
                properties.getOrDefault(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, DEFAULT_HEARTBEAT_MILLIS);
        this.silenceNanos = TimeUnit.MILLISECONDS.toNanos(3 * Long.parseLong(heartbeat.toString()) + 1_000);
    }

    public boolean isConnected() {
        return connected;
    }

    /** A poll failed: a missing right, an unusable answer. It may be tried again. */
    public void failed(KafkaException e) {
        quietUntil = System.nanoTime() + silenceNanos;
        lost(Refusal.line(e, AclOperation.READ, topic));
    }

    /** Looks, at most once a second. */
    public void observe() {
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
        } else if (now - lastHeard > silenceNanos) {
            lost("no broker answers");
        }
        lastBytesIn = bytes;
    }

    private void found() {
        connected = true;
        if (problem.isOver()) {
            LOG.info("Kafka answers again");
        }
    }

    private void lost(String why) {
        connected = false;
        if (problem.isNews(why)) {
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
