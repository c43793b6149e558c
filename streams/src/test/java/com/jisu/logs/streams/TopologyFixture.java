package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The role's topology without a broker. */
final class TopologyFixture {

    private TopologyFixture() {}

    /**
     * @param directory for its stores
     * @param now of the clock at first
     */
    static TopologyTestDriver driver(
            Path directory, ParserSettings parsers, Joining joining, MeterRegistry metrics, Instant now) {
        return driver(directory, parsers, Optional.empty(), joining, metrics, now);
    }

    /** The same with rules. */
    static TopologyTestDriver driver(
            Path directory,
            ParserSettings parsers,
            Optional<RulesInUse> rules,
            Joining joining,
            MeterRegistry metrics,
            Instant now) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        return new TopologyTestDriver(
                ParsingTopology.build("test", Topics.DEFAULT, new TopicLimits(), parsers, rules, joining, metrics),
                properties,
                now);
    }

    /** The raw topic. */
    static TestInputTopic<byte[], byte[]> raw(TopologyTestDriver driver) {
        return driver.createInputTopic(Topics.DEFAULT.raw(), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
