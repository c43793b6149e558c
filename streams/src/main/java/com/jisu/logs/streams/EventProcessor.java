package com.jisu.logs.streams;

import com.jisu.logs.parsers.ContainerLine;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.MalformedEventException;
import com.jisu.logs.parsers.ParsedEvent;
import com.jisu.logs.parsers.RawPosition;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.RawHeaders;
import com.jisu.logs.records.Topics;
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

    /**
     * The largest document that is sent: what the topic takes, less room for key, headers and the batch around them. It is
     * checked here, because Kafka Streams no longer has the raw event when its producer refuses a document.
     */
    static final int MAX_DOCUMENT_BYTES = Topics.MAX_DOCUMENT_BYTES - 64 * 1024;

    private final EventParser parser;
    private final EventMetrics metrics;
    private final LongSupplier nanoTime;
    private EndedSources endedSources;
    private ProcessorContext<byte[], byte[]> context;
    private Outcomes outcomes;

    /** @param nanoTime {@link System#nanoTime()}, or a test's */
    EventProcessor(EventParser parser, EventMetrics metrics, LongSupplier nanoTime) {
        this.parser = parser;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        endedSources = new EndedSources(nanoTime);
        outcomes = new Outcomes(context, metrics, ParsingTopology.PARSED, ParsingTopology.DEAD);
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
            outcomes.dead(raw, position, "empty", "the record has no value");
            return;
        }
        ParsedEvent event;
        try {
            event = parser.parse(raw.value(), origin, arrival);
        } catch (MalformedEventException e) {
            outcomes.dead(raw, position, e.reason(), e.getMessage());
            return;
        } catch (RuntimeException e) {
            // A fault of ours. The event is kept where it can be replayed, and must not stop those behind it.
            LOG.error("Parser failed on {}; the event goes to the dead letters", position, e);
            outcomes.dead(raw, position, "parser_failure", e.toString());
            return;
        }
        if (event.document().length > MAX_DOCUMENT_BYTES) {
            outcomes.dead(
                    raw,
                    position,
                    "too_large",
                    "the document would have " + event.document().length + " bytes, more than " + MAX_DOCUMENT_BYTES);
            return;
        }
        ContainerLine line = event.containerLine();
        // A replayed dead letter does not stand among the lines it came with.
        if (line != null
                && endedSources.mayBePart(
                        line, died.isEmpty() && RawHeaders.isOfSource(raw.headers(), position.partition()))) {
            Headers headers = new RawRecord(origin, arrival).toHeaders();
            DeadLetter.copyHistory(raw.headers(), headers);
            byte[] key = line.source().toBytes();
            context.forward(
                    new Record<>(key, raw.value(), context.currentSystemTimeMs(), headers), ParsingTopology.CUT);
        } else {
            outcomes.parsed(event, arrival, raw.headers());
        }
    }

    private static RawPosition place(DeadLetter death) {
        return new RawPosition(death.topic(), death.partition(), death.offset());
    }
}
