package com.jisu.logs.sink.metrics;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadReason;
import com.jisu.logs.records.SteadyClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The sink's meters, all named {@code jisu.logs.sink.*}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><td>{@code documents}, tag {@code result}</td><td>documents answered for, by {@link Result}</td></tr>
 *   <tr><td>{@code dead}, tag {@code reason}</td><td>records that went to the dead letters, by {@link DeadReason}</td></tr>
 *   <tr><td>{@code retried}, tag {@code reason}</td><td>documents sent again: busy, blocked, unreachable, split</td></tr>
 *   <tr><td>{@code delay}</td><td>from an event's time to its being indexed, of each document that is new in the index</td></tr>
 *   <tr><td>{@code bulk.latency}, {@code bulk.bytes}, {@code bulk.documents}</td><td>of each answered bulk request</td></tr>
 *   <tr><td>{@code in.flight}, {@code limit}, {@code batch.limit.bytes}</td><td>requests now, and how many and how large they may be</td></tr>
 *   <tr><td>{@code held.bytes}</td><td>documents taken from Kafka and not yet answered for</td></tr>
 *   <tr><td>{@code field.limit}, tag {@code scope}</td><td>documents with new names that found no room, by {@link NoRoom}</td></tr>
 *   <tr><td>{@code field.room}</td><td>names that the index in use with the least room still takes</td></tr>
 *   <tr><td>{@code diverted}, tag {@code reason}</td><td>documents that went to another data stream than their own, by {@link Diverted}</td></tr>
 *   <tr><td>{@code blocked.indices}, tag {@code reason}</td><td>indices that take no documents now, by {@link BlockReason}</td></tr>
 *   <tr><td>{@code waiting}</td><td>1 while Elasticsearch or one of its indices takes nothing</td></tr>
 * </table>
 */
public final class SinkMetrics {

    private static final String PREFIX = "jisu.logs.sink.";

    /** Bounds of the delay's histogram: events are shipped within seconds, and late by hours after an outage. */
    private static final Duration[] DELAYS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2),
        Duration.ofDays(1)
    };

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    /** What became of a document. */
    public enum Result {
        /** Stored as it is. */
        CREATED,
        /** It was there already, by its id. */
        DUPLICATE,
        /** Stored with conflicting fields moved to {@code application.overflow}. */
        REPAIRED,
        /** Stored in the minimal form, the original in the dead letters too. */
        MINIMAL,
        /** In the dead letters only. */
        DEAD
    }

    /** Why a document is sent again. */
    public enum Retry {
        BUSY,
        BLOCKED,
        UNREACHABLE,
        SPLIT
    }

    /**
     * How much the sink holds, and may.
     *
     * @param requests in flight
     * @param requestLimit how many there may be now
     * @param byteLimit how large one may be now
     * @param heldBytes of documents that are not answered for
     * @param fieldRoom names that the index in use with the least room still takes; nothing while none is in use
     * @param blocked indices that take no documents
     */
    public record Load(
            int requests,
            int requestLimit,
            int byteLimit,
            long heldBytes,
            OptionalInt fieldRoom,
            Map<BlockReason, Integer> blocked) {}

    private final MeterRegistry registry;
    private final SteadyClock clock;
    private final Map<Result, Counter> results;
    private final Map<Retry, Counter> retries;
    private final Map<DeadReason, Counter> dead;
    private final Map<NoRoom, Counter> noRoom;
    private final Map<Diverted, Counter> diverted;
    private final Timer delay;
    private final Timer latency;
    private final DistributionSummary bytes;
    private final DistributionSummary documents;

    /** @param clock by which delays are measured, whatever the machine's clock does */
    public SinkMetrics(MeterRegistry registry, SteadyClock clock) {
        this.registry = registry;
        this.clock = clock;
        results = counters(
                Result.class,
                List.of(Result.values()),
                "documents",
                "documents answered for, by result",
                "result",
                SinkMetrics::tag);
        retries = counters(
                Retry.class,
                List.of(Retry.values()),
                "retried",
                "documents sent again, by reason",
                "reason",
                SinkMetrics::tag);
        dead = counters(
                DeadReason.class,
                DeadReason.of(DeadLetter.Stage.SINK),
                "dead",
                "records sent to the dead-letter topic, by reason",
                "reason",
                DeadReason::code);
        noRoom = counters(
                NoRoom.class,
                List.of(NoRoom.values()),
                "field.limit",
                "documents with new names that found no room, by what was in the way",
                "scope",
                SinkMetrics::tag);
        diverted = counters(
                Diverted.class,
                List.of(Diverted.values()),
                "diverted",
                "documents that went to another data stream than that of their dataset and environment, by reason",
                "reason",
                SinkMetrics::tag);
        delay = Timer.builder(PREFIX + "delay")
                .description("from an event's time to its being indexed")
                .serviceLevelObjectives(DELAYS)
                .register(registry);
        latency = Timer.builder(PREFIX + "bulk.latency")
                .description("from sending a bulk request to its answer")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        bytes = DistributionSummary.builder(PREFIX + "bulk.bytes")
                .description("bytes of a bulk request, before compression")
                .baseUnit("bytes")
                .register(registry);
        documents = DistributionSummary.builder(PREFIX + "bulk.documents")
                .description("documents of a bulk request")
                .register(registry);
    }

    /** One counter for each value of a tag, there before it counts. */
    private <E extends Enum<E>> Map<E, Counter> counters(
            Class<E> type, List<E> values, String name, String description, String tag, Function<E, String> tagValue) {
        Map<E, Counter> counters = new EnumMap<>(type);
        for (E value : values) {
            counters.put(
                    value,
                    Counter.builder(PREFIX + name)
                            .description(description)
                            .tag(tag, tagValue.apply(value))
                            .register(registry));
        }
        return counters;
    }

    public void answered(Result result, int count) {
        if (count > 0) {
            results.get(result).increment(count);
        }
    }

    public void dead(DeadReason reason) {
        dead.get(reason).increment();
    }

    /** Names of a document found no room. */
    public void noRoom(NoRoom scope) {
        noRoom.get(scope).increment();
    }

    /** A document goes to another data stream than its own. */
    public void diverted(Diverted reason) {
        diverted.get(reason).increment();
    }

    /** Epoch milliseconds, for delays. */
    public long now() {
        return clock.millis();
    }

    /** @param millis since the event's time; negative where its clock runs ahead */
    public void indexed(long millis) {
        delay.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    public void retried(Retry reason, int count) {
        retries.get(reason).increment(count);
    }

    public void bulk(long nanos, long bodyBytes, int count) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
        bytes.record(bodyBytes);
        documents.record(count);
    }

    /** Registers the gauges; they read their values whenever the registry is read, from any thread. */
    public void gauges(Supplier<Load> load, BooleanSupplier waiting) {
        gauge("in.flight", "bulk requests under way", () -> load.get().requests());
        gauge(
                "limit",
                "bulk requests that may be under way now",
                () -> load.get().requestLimit());
        gauge(
                "batch.limit.bytes",
                "bytes that a bulk request may have now",
                () -> load.get().byteLimit());
        gauge(
                "held.bytes",
                "bytes of documents taken from Kafka and not answered for",
                () -> load.get().heldBytes());
        gauge(
                "field.room",
                "entries that the mapping of the index in use with the least room still takes",
                () -> room(load.get().fieldRoom()));
        for (BlockReason reason : BlockReason.values()) {
            Gauge.builder(PREFIX + "blocked.indices", () -> load.get().blocked().getOrDefault(reason, 0))
                    .description("indices that take no documents now, by reason")
                    .tag("reason", tag(reason))
                    .register(registry);
        }
        gauge(
                "waiting",
                "1 while Elasticsearch or one of its indices takes nothing",
                () -> waiting.getAsBoolean() ? 1 : 0);
    }

    private static double room(OptionalInt entries) {
        return entries.isPresent() ? entries.getAsInt() : Double.NaN;
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).description(description).register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
