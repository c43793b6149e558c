package com.jisu.logs.ingest.api;

import com.jisu.logs.ingest.connection.OpenConnections;
import com.jisu.logs.ingest.kafka.KafkaState;
import com.jisu.logs.ingest.memory.InFlightBudget;
import com.jisu.logs.ingest.memory.LargeEventRoom;
import com.jisu.logs.ingest.tls.ServerTls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

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

    public IngestMetrics(
            MeterRegistry registry,
            InFlightBudget budget,
            LargeEventRoom largeEvents,
            KafkaState kafka,
            OpenConnections openConnections) {
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
        Gauge.builder(PREFIX + "connections", openConnections, OpenConnections::count)
                .description("connections open now")
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "in.flight.bytes", budget, InFlightBudget::used)
                .description("bytes of events received that Kafka has not confirmed")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "reserved.bytes", largeEvents, LargeEventRoom::reserved)
                .description("bytes of large events that are being received")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "kafka.available", kafka, state -> state.isAvailable() ? 1 : 0)
                .description("1 while Kafka takes events, 0 while it does not")
                .strongReference(true)
                .register(registry);
    }

    public void watchExpiry(ServerTls tls) {
        Gauge.builder(
                        PREFIX + "certificate.expiry",
                        tls,
                        current -> Duration.between(Instant.now(), current.expires())
                                .toSeconds())
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
