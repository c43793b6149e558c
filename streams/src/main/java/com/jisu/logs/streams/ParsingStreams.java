package com.jisu.logs.streams;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import com.jisu.logs.parsers.GeoIpDatabases;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.DeletedUnread;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams role: runs the topology until closed. Thread-safe; the work is done on Kafka Streams' own threads.
 *
 * <p>Delivery is at least once. An event that is parsed again after a crash gets the same document id, so the index
 * holds it once.
 */
public final class ParsingStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ParsingStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    /** How soon the partitions of an instance that was killed go to another, or to itself after a restart. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** How often the files of the GeoIP databases are looked at. */
    private static final Duration GEOIP_INTERVAL = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Optional<GeoIpWatch> geoIpWatch;

    private ParsingStreams(KafkaStreams streams, Optional<GeoIpWatch> geoIpWatch, MeterRegistry registry) {
        this.streams = streams;
        this.geoIpWatch = geoIpWatch;
        this.metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
    }

    /**
     * Starts the topology. Returns at once; with Kafka away it waits for it in the background. The topics must exist.
     *
     * @param kafkaProperties connection and client properties: {@code bootstrap.servers}, security and whatever the
     *     operator overrides; they win over this class's own
     */
    public static ParsingStreams start(
            StreamsSettings settings,
            ParserSettings parserSettings,
            Topics topics,
            Map<String, Object> kafkaProperties,
            MeterRegistry registry) {
        Properties properties = properties(settings, kafkaProperties);
        Commits commits = new Commits();
        DeletedUnread deleted = new DeletedUnread("streams", List.of(topics.raw()), registry);
        KafkaStreams streams = new KafkaStreams(
                ParsingTopology.build(topics, parserSettings, registry, commits),
                properties,
                new BoundedClients(commits, deleted));
        streams.setUncaughtExceptionHandler(e -> {
            LOG.error("Stream thread failed; another takes its place and reads again what was not committed", e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setStateListener((now, before) -> LOG.debug("Streams went from {} to {}", before, now));
        streams.start();
        Optional<GeoIpWatch> geoIpWatch = parserSettings.geoIp() instanceof GeoIpDatabases databases
                ? Optional.of(new GeoIpWatch(databases, GEOIP_INTERVAL, registry))
                : Optional.empty();
        return new ParsingStreams(streams, geoIpWatch, registry);
    }

    /** Whether every partition has been assigned and is being read. */
    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether it has ended by an error that no other thread can take the place of. */
    public boolean failed() {
        return streams.state() == KafkaStreams.State.ERROR;
    }

    /** Kafka Streams' own word for its state, such as {@code RUNNING} or {@code REBALANCING}. */
    public String state() {
        return streams.state().name();
    }

    /**
     * Finishes the records in hand, commits, leaves the group so that others take over at once, and stops. Waits at most 20
     * seconds.
     */
    @Override
    public void close() {
        geoIpWatch.ifPresent(GeoIpWatch::close);
        metrics.close();
        if (!streams.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(LEAVE_GROUP))) {
            LOG.warn(
                    "Streams did not stop within {} s; what it had not committed is read again",
                    CLOSE_TIMEOUT.toSeconds());
        }
    }

    private static Properties properties(StreamsSettings settings, Map<String, Object> kafkaProperties) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);

        all.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_DOCUMENT_BYTES);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 2L * Topics.MAX_DOCUMENT_BYTES);

        // Kafka Streams' own topics hold raw events, in batches that need not be compressed as well as they were.
        settings.replication().ifPresent(replicas -> all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicas));
        all.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.MAX_DOCUMENT_BYTES);
        // What was read of them is deleted by Kafka Streams; a broker's own limit would delete what was not.
        all.put(StreamsConfig.topicPrefix(TopicConfig.RETENTION_BYTES_CONFIG), "-1");
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);

        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        all.putAll(kafkaProperties);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
