package com.jisu.logs.streams;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.MalformedEventException;
import com.jisu.logs.parsers.ParsedEvent;
import com.jisu.logs.parsers.RawPosition;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parses each raw record and forwards it to the parsed or the dead topic. Runs on its stream thread. */
final class EventProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);

    /**
     * The largest document that is sent: what the topic takes, less room for key, headers and the batch around them. It is
     * checked here, because Kafka Streams no longer has the raw event when its producer refuses a document.
     */
    static final int MAX_DOCUMENT_BYTES = Topics.MAX_DOCUMENT_BYTES - 64 * 1024;

    private final EventParser parser;
    private final EventMetrics metrics;
    private ProcessorContext<byte[], byte[]> context;

    EventProcessor(EventParser parser, EventMetrics metrics) {
        this.parser = parser;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> raw) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of the raw topic has no metadata"));
        if (raw.value() == null) {
            toDead(raw, metadata, "empty", "the record has no value");
            return;
        }
        ParsedEvent event;
        try {
            event = parse(raw, metadata);
        } catch (MalformedEventException e) {
            toDead(raw, metadata, e.reason(), e.getMessage());
            return;
        } catch (RuntimeException e) {
            // A fault of ours. The event is kept where it can be replayed, and must not stop those behind it.
            LOG.error(
                    "Parser failed on {}-{} offset {}; the event goes to the dead letters",
                    metadata.topic(),
                    metadata.partition(),
                    metadata.offset(),
                    e);
            toDead(raw, metadata, "parser_failure", e.toString());
            return;
        }
        if (event.document().length > MAX_DOCUMENT_BYTES) {
            toDead(
                    raw,
                    metadata,
                    "too_large",
                    "the document would have " + event.document().length + " bytes, more than " + MAX_DOCUMENT_BYTES);
            return;
        }
        toParsed(event, raw);
    }

    /** A dead letter that is replayed is parsed as what it was at first: with its place and arrival of then. */
    private ParsedEvent parse(Record<byte[], byte[]> raw, RecordMetadata metadata) throws MalformedEventException {
        Optional<DeadLetter> died = DeadLetter.first(raw.headers(), DeadLetter.Stage.STREAMS);
        if (died.isPresent()) {
            DeadLetter first = died.get();
            RawPosition position = new RawPosition(first.topic(), first.partition(), first.offset());
            return parser.parse(raw.value(), position, first.arrival());
        }
        RawPosition position = new RawPosition(metadata.topic(), metadata.partition(), metadata.offset());
        return parser.parse(raw.value(), position, raw.timestamp());
    }

    private void toParsed(ParsedEvent event, Record<byte[], byte[]> raw) {
        Headers headers = new RecordHeaders();
        DeadLetter.copyHistory(raw.headers(), headers);
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(event.time()));
        if (!event.logType().isEmpty()) {
            headers.add(ParsedHeaders.LOG_TYPE, event.logType().getBytes(StandardCharsets.UTF_8));
        }
        metrics.parsed(event.logType(), event.tags());
        context.forward(new Record<>(event.id(), event.document(), raw.timestamp(), headers), ParsingTopology.PARSED);
    }

    private void toDead(Record<byte[], byte[]> raw, RecordMetadata metadata, String reason, String error) {
        Headers headers = new RecordHeaders(raw.headers());
        new DeadLetter(
                        DeadLetter.Stage.STREAMS,
                        reason,
                        error,
                        metadata.topic(),
                        metadata.partition(),
                        metadata.offset(),
                        raw.timestamp())
                .addTo(headers);
        metrics.dead(reason);
        context.forward(raw.withHeaders(headers), ParsingTopology.DEAD);
    }
}
