package com.jisu.logs.ingest.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All meters of ingest: {@code jisu.logs.ingest.*}. Thread-safe. */
public final class IngestMetrics {

    private static final String PREFIX = "jisu.logs.ingest.";

    public final Counter connections;
    public final Counter receivedBytes;
    public final Counter events;
    public final Counter eventBytes;
    public final Counter windows;
    public final Counter acknowledgedEvents;
    public final Counter keepAlives;
    public final Counter givenUp;
    /** From a window's announcement to the acknowledgement of all of it. */
    public final Timer windowTime;

    private final MeterRegistry registry;
    private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);

    /**
     * What is measured by asking, each at any time and from any thread.
     *
     * @param connections open now
     * @param inFlightBytes of events received that Kafka has not confirmed
     * @param reservedBytes of large events that are being received
     * @param kafkaAvailable whether Kafka takes events
     */
    public record Gauges(
            IntSupplier connections,
            LongSupplier inFlightBytes,
            LongSupplier reservedBytes,
            BooleanSupplier kafkaAvailable) {}

    public IngestMetrics(MeterRegistry registry, Gauges gauges) {
        this.registry = registry;
        connections = counter(registry, "connections.opened", "connections accepted");
        receivedBytes = counter(registry, "received.bytes", "bytes read from clients, deflated as they came");
        events = counter(registry, "events", "events received");
        eventBytes = counter(registry, "events.bytes", "bytes of the events received, inflated");
        windows = counter(registry, "windows.acknowledged", "windows that were acknowledged whole");
        acknowledgedEvents = counter(registry, "events.acknowledged", "events of windows acknowledged whole");
        keepAlives = counter(registry, "keep.alives", "acknowledgements sent because a window takes long");
        givenUp = counter(
                registry,
                "events.given.up",
                "events of clients that had closed, which Kafka did not take in time: they are lost");
        windowTime = Timer.builder(PREFIX + "window.time")
                .description("from a window's announcement to the acknowledgement of all of it")
                .publishPercentileHistogram()
                .register(registry);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(
                    reason,
                    Counter.builder(PREFIX + "connections.closed")
                            .description("connections that ended, by reason")
                            .tag("reason", reason.tag())
                            .register(registry));
        }
        Gauge.builder(PREFIX + "connections", gauges.connections(), IntSupplier::getAsInt)
                .description("connections open now")
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "in.flight.bytes", gauges.inFlightBytes(), LongSupplier::getAsLong)
                .description("bytes of events received that Kafka has not confirmed")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "reserved.bytes", gauges.reservedBytes(), LongSupplier::getAsLong)
                .description("bytes of large events that are being received")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        PREFIX + "kafka.available",
                        gauges.kafkaAvailable(),
                        available -> available.getAsBoolean() ? 1 : 0)
                .description("1 while Kafka takes events, 0 while it does not")
                .strongReference(true)
                .register(registry);
    }

    /** @param expires when the first of the server's certificates expires */
    public void watchExpiry(Supplier<Instant> expires) {
        Gauge.builder(
                        PREFIX + "certificate.expiry",
                        expires,
                        current ->
                                Duration.between(Instant.now(), current.get()).toSeconds())
                .description("until the first of the server's certificates expires")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    public Counter closed(CloseReason reason) {
        return closed.get(reason);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }
}
