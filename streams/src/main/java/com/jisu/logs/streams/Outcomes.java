package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParsedEvent;
import com.jisu.logs.parsers.RawPosition;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What becomes of an event, as records of the parsed and the dead topic. One per processor; on its thread. */
final class Outcomes {

    private final ProcessorContext<byte[], byte[]> context;
    private final EventMetrics metrics;
    private final String parsedSink;
    private final String deadSink;

    /** @param parsedSink and {@code deadSink}: the names of the sinks behind the processor */
    Outcomes(ProcessorContext<byte[], byte[]> context, EventMetrics metrics, String parsedSink, String deadSink) {
        this.context = context;
        this.metrics = metrics;
        this.parsedSink = parsedSink;
        this.deadSink = deadSink;
    }

    /** @param before the headers of what the event came as, from which a replayed dead letter's history is kept */
    void parsed(ParsedEvent event, long arrival, Headers before) {
        Headers headers = new RecordHeaders();
        DeadLetter.copyHistory(before, headers);
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(event.time()));
        if (!event.logType().isEmpty()) {
            headers.add(ParsedHeaders.LOG_TYPE, event.logType().getBytes(StandardCharsets.UTF_8));
        }
        metrics.parsed(event);
        context.forward(new Record<>(event.id(), event.document(), arrival, headers), parsedSink);
    }

    /** @param raw key, value and headers of the raw record */
    void dead(Record<byte[], byte[]> raw, RawPosition position, String reason, String error) {
        Headers headers = new RecordHeaders(raw.headers());
        new DeadLetter(
                        DeadLetter.Stage.STREAMS,
                        reason,
                        error,
                        position.topic(),
                        position.partition(),
                        position.offset(),
                        raw.timestamp())
                .addTo(headers);
        metrics.dead(reason);
        context.forward(raw.withHeaders(headers), deadSink);
    }
}
