package com.jisu.logs.streams;

import com.jisu.logs.parsers.ContainerLine;
import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.LineSource;
import com.jisu.logs.parsers.MalformedEventException;
import com.jisu.logs.parsers.ParsedEvent;
import com.jisu.logs.parsers.RawPosition;
import com.jisu.logs.streams.CutLineStore.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
 * again, under the same ids; and a part whose id is known is passed over. A line that ends by time, which no repetition
 * would end in the same place, is marked first and sent a second later, when the mark is in the changelog.
 */
final class LineJoiner implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(LineJoiner.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How long the parts of a line are kept after it was sent: more than the producer's delivery timeout of 120 s. */
    static final Duration KEPT = Duration.ofSeconds(150);

    private record Sent(List<Part> parts, long at) {}

    private final EventParser parser;
    private final EventMetrics metrics;
    private final Outcomes.Destination destination;
    private final String rawTopic;
    private final CutLines<Part> lines = new CutLines<>();
    private final Set<String> ids = new HashSet<>();
    private final List<CutLines.Line<Part>> toSend = new ArrayList<>();
    private final List<Record<byte[], byte[]>> unreadable = new ArrayList<>(); // what a start may not forward
    private final Deque<Sent> sent = new ArrayDeque<>(); // the oldest first
    private ProcessorContext<byte[], byte[]> context;
    private CutLineStore store;
    private Outcomes outcomes;
    private long lastNumber;

    LineJoiner(EventParser parser, EventMetrics metrics, Outcomes.Destination destination) {
        this.parser = parser;
        this.metrics = metrics;
        this.destination = destination;
        this.rawTopic = destination.topics().raw();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        store = new CutLineStore(context.getStateStore(CutLineStore.NAME), rawTopic);
        outcomes = new Outcomes(context, metrics, destination);
        takeUpAgain();
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
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
        line.forEach(part -> ids.add(part.id()));
        if (first.ended()) {
            toSend.add(new CutLines.Line<>(List.copyOf(line), CutLines.End.TIME));
        } else if (!last.cut()) {
            toSend.add(new CutLines.Line<>(List.copyOf(line), CutLines.End.LAST_PART));
        } else if (next.isPresent() && next.get().equals(first.source())) {
            toSend.add(new CutLines.Line<>(List.copyOf(line), CutLines.End.SIZE));
        } else {
            long now = context.currentSystemTimeMs();
            line.forEach(part -> lines.add(new ContainerLine(part.source(), true, part.textBytes()), part, now));
        }
    }

    @Override
    public void process(Record<byte[], byte[]> copy) {
        Optional<RawRecord> place = RawRecord.read(copy.headers(), rawTopic);
        if (place.isEmpty() || copy.value() == null) {
            outcomes.foreign(copy);
            return;
        }
        RawRecord raw = place.get();
        ParsedEvent event;
        try {
            event = parser.parse(copy.value(), raw.position(), raw.arrival());
        } catch (MalformedEventException | RuntimeException e) {
            failed(List.of(copy.value()), List.of(raw.position()), raw.arrival(), e);
            return;
        }
        ContainerLine line = event.containerLine();
        String id = new String(event.id(), StandardCharsets.US_ASCII);
        if (ids.contains(id)) {
            return; // it came again
        }
        if (line == null || !line.cut() && !lines.isOpen(line.source())) {
            if (!outcomes.parsed(event, raw.arrival(), copy.headers())) {
                outcomes.tooLarge(copy, raw.position(), event.document().length);
            }
            return;
        }
        long number = ++lastNumber;
        long first = lines.firstPart(line).map(Part::number).orElse(number);
        Part part = new Part(
                line.source(), number, first, line.cut(), false, raw.position(), raw.arrival(), line.textBytes(), id);
        store.put(part, copy.value());
        ids.add(id);
        lines.add(line, part, context.currentSystemTimeMs()).forEach(this::send);
    }

    private void send(CutLines.Line<Part> line) {
        List<byte[]> events = line.parts().stream().map(store::event).toList();
        Part first = line.parts().get(0);
        try {
            ParsedEvent joined = parser.parseJoined(events, first.position(), first.arrival());
            if (outcomes.parsed(joined, first.arrival(), new RecordHeaders())) {
                metrics.joined(line.end());
            } else {
                for (int i = 0; i < events.size(); i++) {
                    outcomes.tooLarge(
                            part(events.get(i), first.arrival()),
                            line.parts().get(i).position(),
                            joined.document().length);
                }
            }
        } catch (MalformedEventException | RuntimeException e) {
            failed(events, line.parts().stream().map(Part::position).toList(), first.arrival(), e);
        }
        sent.add(new Sent(line.parts(), context.currentSystemTimeMs()));
    }

    /** A fault of ours: each part was an event that could be parsed. */
    private void failed(List<byte[]> events, List<RawPosition> positions, long arrival, Exception e) {
        LOG.error("Joining of the lines at {} failed; they go to the dead letters", positions, e);
        for (int i = 0; i < events.size(); i++) {
            outcomes.dead(part(events.get(i), arrival), positions.get(i), "parser_failure", e.toString());
        }
    }

    private static Record<byte[], byte[]> part(byte[] event, long arrival) {
        return new Record<>(null, event, arrival, new RecordHeaders());
    }

    private void tick(long now) {
        for (Record<byte[], byte[]> entry : unreadable) {
            outcomes.foreign(entry);
            store.delete(entry.key());
        }
        unreadable.clear();
        toSend.forEach(this::send);
        toSend.clear();
        for (CutLines.Line<Part> line : lines.endOld(now)) {
            store.putEnded(line.parts().get(0));
            toSend.add(line);
        }
        while (!sent.isEmpty() && now - sent.peek().at() >= KEPT.toMillis()) {
            forget(sent.remove().parts());
        }
    }

    /** The first part first: what is left of a line without it is known to have been sent. */
    private void forget(List<Part> parts) {
        for (Part part : parts) {
            store.delete(part);
            ids.remove(part.id());
        }
    }
}
