package com.jisu.logs.streams;

import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadReason;
import com.jisu.logs.records.RawHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses each raw record and forwards it to the parsed or the dead topic. What may be a part of a line that a container
 * engine cut goes to {@link LineJoiner} instead, unchanged. Runs on its stream thread.
 */
final class EventProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);

    private final CurrentParser parsers;
    private final EventMetrics metrics;
    private final Outcomes.Destination destination;
    private final List<String> cutTopics;
    private final LongSupplier nanoTime;
    private EndedSources endedSources;
    private ProcessorContext<byte[], byte[]> context;
    private Outcomes outcomes;

    /**
     * @param cutTopics the topics that a part of a cut line is written to on its way
     * @param nanoTime {@link System#nanoTime()}, or a test's
     */
    EventProcessor(
            CurrentParser parsers,
            EventMetrics metrics,
            Outcomes.Destination destination,
            List<String> cutTopics,
            LongSupplier nanoTime) {
        this.parsers = parsers;
        this.metrics = metrics;
        this.destination = destination;
        this.cutTopics = cutTopics;
        this.nanoTime = nanoTime;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        endedSources = new EndedSources(nanoTime);
        outcomes = new Outcomes(context, metrics, destination);
    }

    @Override
    public void process(Record<byte[], byte[]> raw) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of the raw topic has no metadata"));
        RawPosition position = new RawPosition(metadata.topic(), metadata.partition(), metadata.offset());
        // A dead letter that is replayed is parsed as what it was at first: with its place and arrival of then.
        Optional<DeadLetter> died = DeadLetter.first(raw.headers(), DeadLetter.Stage.STREAMS);
        RawPosition origin = died.map(EventProcessor::place).orElse(position);
        long arrival = died.map(DeadLetter::arrival).orElse(raw.timestamp());
        if (raw.value() == null) {
            outcomes.dead(raw, position, DeadReason.EMPTY, "the record has no value");
            return;
        }
        RuledParser parser = parsers.get();
        ParsedEvent event;
        try {
            event = parser.parser().parse(raw.value(), origin, arrival);
        } catch (MalformedEventException e) {
            outcomes.dead(raw, position, DeadReason.ofCode(e.reason()), e.getMessage());
            return;
        } catch (RuntimeException e) {
            // A fault of ours. The event is kept where it can be replayed, and must not stop those behind it.
            parserFailed(raw, position, e);
            return;
        }
        ContainerLine line = event.containerLine();
        // A replayed dead letter does not stand among the lines it came with.
        boolean bySource = died.isEmpty() && RawHeaders.isOfSource(raw.headers(), position.partition());
        if (line != null && endedSources.mayBePart(line, bySource) && forwardToJoin(raw, event, origin, arrival)) {
            return;
        }
        List<ParsedEvent> documents;
        try {
            documents = parser.change(event, raw.value(), arrival);
        } catch (RuntimeException e) {
            parserFailed(raw, position, e);
            return;
        }
        outcomes.parsed(documents, raw, position, arrival);
    }

    private void parserFailed(Record<byte[], byte[]> raw, RawPosition position, RuntimeException e) {
        LOG.error("Parser failed on {}; the event goes to the dead letters", position, e);
        outcomes.dead(raw, position, DeadReason.PARSER_FAILURE, e.toString());
    }

    /** Returns false where a topic on that way does not take the part: it is a document of its own then. */
    private boolean forwardToJoin(Record<byte[], byte[]> raw, ParsedEvent event, RawPosition origin, long arrival) {
        Headers headers = new RawRecord(origin, arrival).toHeaders();
        FoundLine.of(event).addTo(headers);
        DeadLetter.copyHistory(raw.headers(), headers);
        byte[] key = event.containerLine().source().toBytes();
        boolean taken =
                cutTopics.stream().allMatch(topic -> destination.limits().takes(topic, key, raw.value(), headers));
        if (taken) {
            context.forward(
                    new Record<>(key, raw.value(), context.currentSystemTimeMs(), headers), ParsingTopology.CUT);
        }
        return taken;
    }

    private static RawPosition place(DeadLetter death) {
        return new RawPosition(death.topic(), death.partition(), death.offset());
    }
}
