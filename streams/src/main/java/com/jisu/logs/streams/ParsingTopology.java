package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The topology: raw → parse → parsed | dead; and for what may be a part of a cut line: raw → parse → cut → (a repartition
 * topic, by container and stream) → join → parsed | dead.
 */
final class ParsingTopology {

    static final String RAW = "raw";
    static final String PARSE = "parse";
    static final String PARSED = "parsed";
    static final String DEAD = "dead";
    static final String CUT = "cut";
    static final String JOIN = "join";
    static final String JOINED = "joined";
    static final String JOINED_DEAD = "joined-dead";

    /** Partitions of the repartition topic. Fixed: were it the raw topic's number, that could never be changed. */
    static final int JOIN_PARTITIONS = 4;

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private ParsingTopology() {}

    /** The topics that Kafka Streams makes for itself, all of which have {@link #JOIN_PARTITIONS} partitions. */
    static List<String> internalTopics(String applicationId) {
        return List.of(
                applicationId + "-" + CUT + "-repartition", applicationId + "-" + CutLineStore.NAME + "-changelog");
    }

    static Topology build(
            String applicationId,
            Topics topics,
            TopicLimits limits,
            ParserSettings parserSettings,
            Optional<RulesInUse> rules,
            Joining joining,
            MeterRegistry registry) {
        Outcomes.Destination fromRaw = new Outcomes.Destination(topics, limits, PARSED, DEAD);
        Outcomes.Destination fromJoin = new Outcomes.Destination(topics, limits, JOINED, JOINED_DEAD);
        ParserSettings settings = parserSettings.withIngested();
        // Kafka Streams makes a processor for each task, on the thread that will run it.
        TemplateMetrics templates = new TemplateMetrics(registry, System::nanoTime);
        ThreadLocal<CurrentParser> parsers =
                ThreadLocal.withInitial(() -> new CurrentParser(settings, rules, templates));
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<byte[], byte[]> consumed = Consumed.with(BYTES, BYTES)
                .withTimestampExtractor(new ArrivalTime())
                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                .withName(RAW);
        KStream<byte[], byte[]> outcomes = builder.stream(topics.raw(), consumed)
                .process(
                        () -> new EventProcessor(
                                parsers.get(),
                                new EventMetrics(registry),
                                fromRaw,
                                internalTopics(applicationId),
                                joining.nanoTime()),
                        Named.as(PARSE));
        outcomes.to(topics.parsed(), to(PARSED));
        outcomes.to(topics.dead(), to(DEAD));

        builder.addStateStore(CutLineStore.builder());
        Repartitioned<byte[], byte[]> byContainerAndStream =
                Repartitioned.with(BYTES, BYTES).withName(CUT).withNumberOfPartitions(JOIN_PARTITIONS);
        KStream<byte[], byte[]> joined = outcomes.filter((key, value) -> true, Named.as(CUT)) // gives the way a name
                .repartition(byContainerAndStream)
                .process(
                        () -> new LineJoiner(parsers.get(), new EventMetrics(registry), fromJoin, joining),
                        Named.as(JOIN),
                        CutLineStore.NAME);
        joined.to(topics.parsed(), to(JOINED));
        joined.to(topics.dead(), to(JOINED_DEAD));
        return builder.build();
    }

    private static Produced<byte[], byte[]> to(String name) {
        return Produced.with(BYTES, BYTES).withName(name);
    }
}
