package com.jisu.logs.app.config;

import com.jisu.logs.parsers.api.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties that Kafka has: of its clients, of Kafka Streams, and those of its parts behind Kafka Streams' prefixes, such as
 * {@code main.consumer.max.poll.records}. Immutable.
 */
final class KafkaNames {

    /**
     * The properties of one kind of client.
     *
     * @param prefix before each of their names, or nothing
     * @param streams whether only Kafka Streams reads them
     */
    record Family(String prefix, ConfigDef properties, boolean streams) {

        /** The definition of a property, or null where it is none of these. */
        ConfigDef.ConfigKey definition(String name) {
            return name.startsWith(prefix) ? properties.configKeys().get(name.substring(prefix.length())) : null;
        }
    }

    private static final List<Family> FAMILIES = families();

    /** What Kafka reads though none of its definitions has it. */
    private static final Set<String> UNDEFINED = Set.of(JmxReporter.INCLUDE_CONFIG, JmxReporter.EXCLUDE_CONFIG);

    /** Groups whose names the operator chooses: parameters of config providers, tags of a Kafka Streams instance. */
    private static final List<String> OPEN =
            List.of(AdminClientConfig.CONFIG_PROVIDERS_CONFIG + ".", StreamsConfig.CLIENT_TAG_PREFIX);

    private static final Set<String> ALL = all();

    private KafkaNames() {}

    private static List<Family> families() {
        ConfigDef consumer = ConsumerConfig.configDef();
        return List.of(
                new Family("", AdminClientConfig.configDef(), false),
                new Family("", ProducerConfig.configDef(), false),
                new Family("", consumer, false),
                new Family("", StreamsConfig.configDef(), true),
                new Family(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configDef(), true),
                new Family(StreamsConfig.CONSUMER_PREFIX, consumer, true),
                new Family(StreamsConfig.MAIN_CONSUMER_PREFIX, consumer, true),
                new Family(StreamsConfig.RESTORE_CONSUMER_PREFIX, consumer, true),
                new Family(StreamsConfig.GLOBAL_CONSUMER_PREFIX, consumer, true),
                new Family(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configDef(), true),
                new Family(StreamsConfig.TOPIC_PREFIX, topic(), true));
    }

    /** What a topic that Kafka Streams makes for itself can have; their values are the broker's to judge. */
    private static ConfigDef topic() {
        ConfigDef topic = new ConfigDef();
        List.of(
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        TopicConfig.SEGMENT_MS_CONFIG,
                        TopicConfig.SEGMENT_JITTER_MS_CONFIG,
                        TopicConfig.SEGMENT_INDEX_BYTES_CONFIG,
                        TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
                        TopicConfig.FLUSH_MS_CONFIG,
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        TopicConfig.RETENTION_MS_CONFIG,
                        TopicConfig.REMOTE_LOG_STORAGE_ENABLE_CONFIG,
                        TopicConfig.LOCAL_LOG_RETENTION_MS_CONFIG,
                        TopicConfig.LOCAL_LOG_RETENTION_BYTES_CONFIG,
                        TopicConfig.REMOTE_LOG_COPY_DISABLE_CONFIG,
                        TopicConfig.REMOTE_LOG_DELETE_ON_DISABLE_CONFIG,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        TopicConfig.INDEX_INTERVAL_BYTES_CONFIG,
                        TopicConfig.FILE_DELETE_DELAY_MS_CONFIG,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        TopicConfig.COMPRESSION_GZIP_LEVEL_CONFIG,
                        TopicConfig.COMPRESSION_LZ4_LEVEL_CONFIG,
                        TopicConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
                        TopicConfig.PREALLOCATE_CONFIG,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                        TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG)
                .forEach(name -> topic.define(name, ConfigDef.Type.STRING, ConfigDef.Importance.LOW, ""));
        return topic;
    }

    private static Set<String> all() {
        Set<String> all = new HashSet<>(UNDEFINED);
        FAMILIES.forEach(family -> family.properties().names().forEach(name -> all.add(family.prefix() + name)));
        return Set.copyOf(all);
    }

    /** Whether Kafka itself reads a property of this name. */
    static boolean has(String name) {
        return ALL.contains(name)
                || OPEN.stream().anyMatch(group -> name.startsWith(group) && name.length() > group.length());
    }

    /** The name without a prefix of Kafka Streams. */
    static String bare(String name) {
        return FAMILIES.stream()
                .map(Family::prefix)
                .filter(prefix -> !prefix.isEmpty() && name.startsWith(prefix))
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }

    /** Every definition of a property; none where Kafka does not say what its values are. */
    static List<ConfigDef.ConfigKey> definitions(String name, boolean withStreams) {
        List<ConfigDef.ConfigKey> definitions = new ArrayList<>();
        for (Family family : FAMILIES) {
            ConfigDef.ConfigKey definition = family.definition(name);
            if (definition != null && (withStreams || !family.streams())) {
                definitions.add(definition);
            }
        }
        return definitions;
    }

    /** The one that a mistyped name was meant to be, where that is likely. */
    static Optional<String> nearest(String name) {
        return Nearest.byLetters(name, ALL);
    }

    /** The property whose name, in capitals and with underscores, is this. */
    static Optional<String> ofVariable(String rest) {
        return ALL.stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).replace('.', '_').equals(rest))
                .findFirst();
    }
}
