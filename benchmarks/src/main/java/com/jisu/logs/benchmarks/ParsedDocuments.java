package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The pipeline's own documents: an even mix of generated events, as the parsers make them. Not thread-safe. */
final class ParsedDocuments {

    private final EventGenerator generator;
    private final EventParser parser;
    private final Instant start;
    private long number;

    /** @param start the time of the first event; the others follow within milliseconds */
    ParsedDocuments(long seed, Instant start) throws IOException {
        this.start = start;
        this.generator = new EventGenerator(seed, start);
        this.parser = new EventParser(
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 10_000)));
    }

    ParsedEvent next() {
        byte[] event = generator.next();
        try {
            return parser.parse(event, new RawPosition("raw", 0, number++), start.toEpochMilli());
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the generator makes events", e);
        }
    }

    List<ParsedEvent> next(int count) {
        List<ParsedEvent> documents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            documents.add(next());
        }
        return documents;
    }

    /** A producer that sends as streams does, so that the sink reads what it would read there. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "compression.type",
                "lz4",
                "linger.ms",
                20,
                "batch.size",
                256 * 1024,
                "buffer.memory",
                64L * 1024 * 1024);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A record of the parsed topic. */
    static ProducerRecord<byte[], byte[]> record(byte[] id, byte[] document, long time) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(time));
        return new ProducerRecord<>(Topics.DEFAULT.parsed(), null, null, id, document, headers);
    }
}
