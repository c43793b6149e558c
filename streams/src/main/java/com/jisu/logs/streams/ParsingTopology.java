package com.jisu.logs.streams;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** The topology: raw → parse → parsed | dead. */
final class ParsingTopology {

    static final String RAW = "raw";
    static final String PARSE = "parse";
    static final String PARSED = "parsed";
    static final String DEAD = "dead";

    private ParsingTopology() {}

    static Topology build(Topics topics, ParserSettings parserSettings, MeterRegistry registry) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), RAW, new ArrivalTime(), in, in, topics.raw())
                // The parser is not thread-safe; Kafka Streams makes one processor for each task.
                .addProcessor(
                        PARSE,
                        () -> new EventProcessor(new EventParser(parserSettings), new EventMetrics(registry)),
                        RAW)
                .addSink(PARSED, topics.parsed(), out, out, PARSE)
                .addSink(DEAD, topics.dead(), out, out, PARSE);
    }
}
