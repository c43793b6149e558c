package com.jisu.logs.streams;

import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.DeadReason;
import com.jisu.logs.streams.CutLineStore.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the lines that container engines cut. Runs on its stream thread.
 *
 * <p>It may be killed at any moment, and what it did since the last commit be done again: parts come twice, and what it
 * put into the store may have outlived a document that it sent, or the other way round. So a part stays in the store for
 * longer than Kafka may take to confirm the document made of it; the lines that are found ended after a restart are sent
 * again, under the same ids; and a part whose id is known is passed over. A line that ends by time or for want of room,
 * which no repetition would end in the same place, is marked first and sent a second later, when the mark is in the
 * changelog.
 *
 * <p>It waits by a clock that nobody sets. Kafka Streams' punctuation goes by the wall clock, and stops while that has
 * been set back: then the records that come keep the time.
 */
final class LineJoiner implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(LineJoiner.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How long the parts of a line are kept after it was sent: more than the producer's delivery timeout of 120 s. */
    static final Duration KEPT = Duration.ofSeconds(150);

    /** @param commits how many there had been */
    private record Sent(List<Part> parts, long nanos, long commits) {}

    private final CurrentParser parsers;
    private final EventMetrics metrics;
    private final Outcomes.Destination destination;
    private final String rawTopic;
    private final LongSupplier nanoTime;
    private final Commits commits;
    private final KeptParts.Limits limits;

    // Of one life of the task: init begins with nothing but the store.
    private CutLines<Part> lines;
    private LastLines lastLines;
    private Set<String> ids;
    private List<CutLines.Line<Part>> toSend;
    private List<Record<byte[], byte[]>> unreadable; // what a start may not forward
    private Deque<Sent> sent; // the oldest first
    private KeptParts open;
    private KeptParts kept; // those that are open, too
    private ProcessorContext<byte[], byte[]> context;
    private CutLineStore store;
    private Outcomes outcomes;
    private long lastNumber;
    private long tickNanos;
    private Cancellable ticking; // null while there is nothing to wait for

    LineJoiner(CurrentParser parsers, EventMetrics metrics, Outcomes.Destination destination, Joining joining) {
        this.parsers = parsers;
        this.metrics = metrics;
        this.destination = destination;
        this.rawTopic = destination.topics().raw();
        this.nanoTime = joining.nanoTime();
        this.commits = joining.commits();
        this.limits = joining.limits();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        store = new CutLineStore(context.getStateStore(CutLineStore.NAME), rawTopic);
        outcomes = new Outcomes(context, metrics, destination);
        lines = new CutLines<>();
        lastLines = new LastLines();
        ids = new HashSet<>();
        toSend = new ArrayList<>();
        unreadable = new ArrayList<>();
        sent = new ArrayDeque<>();
        open = new KeptParts();
        kept = new KeptParts();
        tickNanos = nanoTime.getAsLong();
        ticking = null;
        takeUpAgain();
        tickWhileNeeded();
    }

    /** A task that ticks commits and flushes after each tick: one that has nothing to wait for does not. */
    private void tickWhileNeeded() {
        boolean waits = !unreadable.isEmpty() || !toSend.isEmpty() || !lines.isEmpty() || !sent.isEmpty();
        if (waits && ticking == null) {
            ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, wallClock -> tick());
        } else if (!waits && ticking != null) {
            ticking.cancel();
            ticking = null;
        }
    }

    /** Takes up the lines in the store. Those that are open get their full time, however long nobody was there. */
    private void takeUpAgain() {
        List<Part> line = new ArrayList<>();
        for (Part part : store.all(unreadable::add)) {
            lastNumber = Math.max(lastNumber, part.number());
            if (part.isFirst()) {
                takeUpAgain(line, Optional.of(part.source()));
                line.clear();
            } else if (line.isEmpty() || line.get(0).number() != part.line()) {
                store.delete(part); // of a line that was being deleted, its first part before the others
                continue;
            }
            line.add(part);
        }
        takeUpAgain(line, Optional.empty());
        if (!unreadable.isEmpty()) {
            LOG.warn(
                    "{} parts of cut lines in the store {} are in a format of another version of jisu-logs; they go to the dead"
                            + " letters, all others are taken up",
                    unreadable.size(),
                    CutLineStore.NAME);
        }
    }

    /** @param next the source of the line behind it */
    private void takeUpAgain(List<Part> line, Optional<LineSource> next) {
        if (line.isEmpty()) {
            return;
        }
        Part first = line.get(0);
        Part last = line.get(line.size() - 1);
        for (Part part : line) {
            ids.add(part.id());
            kept.add(part);
        }
        if (first.ended()) {
            toSend.add(new CutLines.Line<>(List.copyOf(line), CutLines.End.TIME));
        } else if (!last.text().cut()) {
            toSend.add(new CutLines.Line<>(List.copyOf(line), CutLines.End.LAST_PART));
        } else if (next.isPresent() && next.get().equals(first.source())) {
            toSend.add(new CutLines.Line<>(List.copyOf(line), CutLines.End.SIZE));
        } else {
            line.forEach(this::addToLines);
        }
    }

    private Optional<CutLines.Line<Part>> addToLines(Part part) {
        open.add(part);
        return lines.add(part.text(), part, nanoTime.getAsLong());
    }

    @Override
    public void process(Record<byte[], byte[]> copy) {
        if (nanoTime.getAsLong() - tickNanos >= 2 * TICK.toNanos()) {
            tick();
        }
        Optional<RawRecord> place = RawRecord.read(copy.headers(), rawTopic);
        if (place.isEmpty() || copy.value() == null) {
            outcomes.foreign(copy);
            return;
        }
        take(copy, place.get());
        tickWhileNeeded();
    }

    private void take(Record<byte[], byte[]> copy, RawRecord raw) {
        RuledParser parser = parsers.get(); // for both parsing and changing, whatever becomes of the rules meanwhile
        Optional<FoundLine> inHeader = FoundLine.read(copy.headers());
        Optional<ParsedEvent> parsed = inHeader.isPresent() ? Optional.empty() : parse(parser, copy, raw);
        Optional<FoundLine> found = inHeader.or(() -> parsed.map(FoundLine::of));
        if (found.isEmpty() || ids.contains(found.get().id())) {
            return; // a dead letter; or it came again
        }
        ContainerLine line = found.get().line();
        if (line != null) {
            endBefore(line);
        }
        if (line == null || lines.isWhole(line)) {
            parsed.or(() -> parse(parser, copy, raw)).ifPresent(event -> send(parser, event, copy, raw));
        } else {
            add(line, raw, found.get().id(), copy.value());
        }
    }

    /** Nothing where that fails, and the event is a dead letter. */
    private Optional<ParsedEvent> parse(RuledParser parser, Record<byte[], byte[]> copy, RawRecord raw) {
        try {
            return Optional.of(parser.parser().parse(copy.value(), raw.position(), raw.arrival()));
        } catch (MalformedEventException | RuntimeException e) {
            failed(List.of(copy.value()), List.of(raw.position()), raw.arrival(), e);
            return Optional.empty();
        }
    }

    private void send(RuledParser parser, ParsedEvent event, Record<byte[], byte[]> copy, RawRecord raw) {
        List<ParsedEvent> documents;
        try {
            documents = parser.change(event, copy.value(), raw.arrival());
        } catch (RuntimeException e) {
            failed(List.of(copy.value()), List.of(raw.position()), raw.arrival(), e);
            return;
        }
        outcomes.parsed(documents, copy, raw.position(), raw.arrival());
    }

    /** Ends the line of its source that is open, where this one is no part of it. */
    private void endBefore(ContainerLine line) {
        Optional<CutLines.Line<Part>> ended = lines.endBefore(line);
        ended.ifPresent(it -> {
            store.putEnded(it.parts().get(0));
            closed(it);
            send(it);
        });
        boolean outOfOrder = ended.isPresent() && ended.get().end() == CutLines.End.ORDER;
        if (lastLines.goesBackTo(line) && line.cut() || outOfOrder) {
            metrics.outOfOrder();
        }
    }

    private void add(ContainerLine line, RawRecord raw, String id, byte[] event) {
        long number = ++lastNumber;
        long first = lines.firstPart(line.source()).map(Part::number).orElse(number);
        Part part = new Part(line, number, first, false, raw.position(), raw.arrival(), id, event.length);
        store.put(part, event);
        ids.add(id);
        kept.add(part);
        addToLines(part).ifPresent(it -> {
            closed(it);
            send(it);
        });
        makeRoom();
    }

    private void closed(CutLines.Line<Part> line) {
        line.parts().forEach(open::remove);
    }

    private void send(CutLines.Line<Part> line) {
        List<byte[]> events = line.parts().stream().map(store::event).toList();
        Part first = line.parts().get(0);
        try {
            RuledParser parser = parsers.get();
            ParsedEvent joined = parser.parser().parseJoined(events, first.position(), first.arrival());
            List<ParsedEvent> documents = parser.change(joined, events.get(0), first.arrival());
            if (documents.isEmpty()) {
                metrics.droppedByRules();
            }
            boolean sentAll = true;
            for (ParsedEvent document : documents) {
                boolean taken = outcomes.parsed(document, first.arrival(), new RecordHeaders());
                for (int i = 0; i < events.size() && !taken; i++) {
                    outcomes.tooLarge(
                            part(events.get(i), first.arrival()),
                            line.parts().get(i).position(),
                            document.document().length);
                }
                sentAll &= taken;
            }
            if (sentAll) {
                metrics.joined(line.end());
            }
        } catch (MalformedEventException | RuntimeException e) {
            failed(events, line.parts().stream().map(Part::position).toList(), first.arrival(), e);
        }
        sent.add(new Sent(line.parts(), nanoTime.getAsLong(), commits.count()));
    }

    /** A fault of ours: each part was an event that could be parsed. */
    private void failed(List<byte[]> events, List<RawPosition> positions, long arrival, Exception e) {
        LOG.error("Joining of the lines at {} failed; they go to the dead letters", positions, e);
        for (int i = 0; i < events.size(); i++) {
            outcomes.dead(part(events.get(i), arrival), positions.get(i), DeadReason.PARSER_FAILURE, e.toString());
        }
    }

    private static Record<byte[], byte[]> part(byte[] event, long arrival) {
        return new Record<>(null, event, arrival, new RecordHeaders());
    }

    /**
     * Half of the room is for lines that wait: the oldest end where it is used up. In the other half are the parts of
     * lines that were sent. The oldest are forgotten where it is used up, but not before Kafka has the document, for
     * which a commit is asked for.
     */
    private void makeRoom() {
        while (open.isOver(limits.half()) && !lines.isEmpty()) {
            end(lines.endOldest());
        }
        while (kept.isOver(limits) && !sent.isEmpty() && sent.peek().commits() < commits.count()) {
            List<Part> parts = sent.remove().parts();
            metrics.forgotten(parts.size());
            forget(parts);
        }
        if (kept.isOver(limits)) {
            context.commit();
        }
    }

    private void tick() {
        long now = nanoTime.getAsLong();
        tickNanos = now;
        for (Record<byte[], byte[]> entry : unreadable) {
            outcomes.foreign(entry);
            store.delete(entry.key());
        }
        unreadable.clear();
        toSend.forEach(this::send);
        toSend.clear();
        lines.endOld(now).forEach(this::end);
        while (!sent.isEmpty() && now - sent.peek().nanos() >= KEPT.toNanos()) {
            forget(sent.remove().parts());
        }
        tickWhileNeeded();
    }

    /** Marks a line as ended, and has it sent a second later. */
    private void end(CutLines.Line<Part> line) {
        store.putEnded(line.parts().get(0));
        closed(line);
        toSend.add(line);
    }

    /** The first part first: what is left of a line without it is known to have been sent. */
    private void forget(List<Part> parts) {
        for (Part part : parts) {
            store.delete(part);
            ids.remove(part.id());
            kept.remove(part);
        }
    }
}
