package com.jisu.logs.streams;

import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.parsers.LogType;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Counts what became of events. One per stream thread: the maps are not shared, the counters behind them are.
 *
 * <p>Tag values come from bounded sets: a log type that no parser knows is counted as {@link LogType#OTHER}.
 */
final class EventMetrics {

    private final Map<String, Counter> clean = new HashMap<>();
    private final Map<String, Counter> tagged = new HashMap<>();
    private final Map<String, Counter> byTag = new HashMap<>();
    private final Map<DeadReason, Counter> deadByReason = new EnumMap<>(DeadReason.class);
    private final Map<String, Counter> joinedByEnd = new HashMap<>();
    private final MeterRegistry registry;
    private final Counter dead;
    private final Counter outOfOrder;
    private final Counter forgotten;
    private final Counter longText;
    private final Counter longTextLeftOut;
    private final Counter lost;
    private final Counter droppedByRules;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.dead = events("unknown", "dead").register(registry);
        this.outOfOrder = Counter.builder("jisu.logs.streams.parts.out.of.order")
                .description("Parts of cut lines that came behind what stands behind them in their file")
                .register(registry);
        this.forgotten = Counter.builder("jisu.logs.streams.parts.forgotten")
                .description("Parts of cut lines that were forgotten before their time, for want of room")
                .register(registry);
        this.longText = Counter.builder("jisu.logs.streams.long.text")
                .description("Documents with copies of long strings in application.text")
                .register(registry);
        this.longTextLeftOut = Counter.builder("jisu.logs.streams.long.text.left.out")
                .description("Bytes of long strings that had no room there")
                .baseUnit("bytes")
                .register(registry);
        this.lost = Counter.builder("jisu.logs.streams.lost")
                .description("Events that are only counted: the dead-letter topic takes not even a letter's headers")
                .register(registry);
        this.droppedByRules = Counter.builder("jisu.logs.streams.dropped")
                .description("Events of which rules made no document")
                .register(registry);
        // A counter that comes into being with its first event hides that event from whoever asks how much it grew.
        DeadReason.of(DeadLetter.Stage.STREAMS).forEach(this::deadOf);
        for (CutLines.End end : CutLines.End.values()) {
            joinedBy(end);
        }
    }

    /** @param tags those of its tags that tell of a failure */
    void parsed(ParsedEvent event, List<String> tags) {
        String type = LogType.known(event.logType());
        boolean isClean = tags.isEmpty();
        counter(isClean ? clean : tagged, type, t -> events(t, isClean ? "clean" : "tagged"))
                .increment();
        for (String tag : tags) {
            counter(
                            byTag,
                            tag,
                            t -> Counter.builder("jisu.logs.streams.tagged")
                                    .description("Events that a parser tagged, by tag")
                                    .tag("tag", t))
                    .increment();
        }
        if (event.hasLongText()) {
            longText.increment();
            longTextLeftOut.increment(event.longTextLeftOut());
        }
    }

    /** The log type of what is no event is not known. */
    private static Counter.Builder events(String logType, String outcome) {
        return Counter.builder("jisu.logs.streams.events")
                .description("Events read, by log type and outcome: clean, tagged (stored with a failure's tag), dead")
                .tag("logtype", logType)
                .tag("outcome", outcome);
    }

    void dead(DeadReason reason) {
        dead.increment();
        deadOf(reason).increment();
    }

    /** A part of a cut line came behind one that stands behind it in the file. */
    void outOfOrder() {
        outOfOrder.increment();
    }

    /** So many parts that were sent are forgotten early: should they come again, they are not known. */
    void forgotten(int parts) {
        forgotten.increment(parts);
    }

    /** Rules made no document of an event. */
    void droppedByRules() {
        droppedByRules.increment();
    }

    void lost() {
        lost.increment();
    }

    void joined(CutLines.End end) {
        joinedBy(end).increment();
    }

    private Counter deadOf(DeadReason reason) {
        return counter(deadByReason, reason, EventMetrics::deadLetters);
    }

    private static Counter.Builder deadLetters(DeadReason reason) {
        return Counter.builder("jisu.logs.streams.dead")
                .description("Events sent to the dead-letter topic, by reason")
                .tag("reason", reason.code());
    }

    private Counter joinedBy(CutLines.End end) {
        String name = end.name().toLowerCase(Locale.ROOT);
        return counter(joinedByEnd, name, EventMetrics::joinedLines);
    }

    private static Counter.Builder joinedLines(String end) {
        return Counter.builder("jisu.logs.streams.joined")
                .description("Lines joined of the parts that a container engine made, by what ended them")
                .tag("end", end);
    }

    private <K> Counter counter(Map<K, Counter> counters, K key, Function<K, Counter.Builder> builder) {
        return counters.computeIfAbsent(key, k -> builder.apply(k).register(registry));
    }
}
