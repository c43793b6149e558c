package com.jisu.logs.app.config;

import com.jisu.logs.app.api.EventFormat;
import com.jisu.logs.app.api.LogFormat;
import com.jisu.logs.app.api.LogLevel;
import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.sink.api.SinkSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration as a user writes it, key by key. What the keys mean, their units and defaults stand in the built-in
 * {@code jisu-logs.yml}; the roles' own settings records check ranges.
 */
@ConfigMapping(prefix = "jisu-logs")
public interface Configuration {

    KafkaKeys kafka();

    TopicKeys topics();

    IngestKeys ingest();

    StreamsKeys streams();

    SinkKeys sink();

    TailKeys tail();

    AdminKeys admin();

    LoggingKeys logging();

    /** {@code kafka.*} */
    interface KafkaKeys {
        String bootstrapServers();

        Map<String, String> properties();

        Optional<List<String>> extraProperties();
    }

    /** {@code topics.*} */
    interface TopicKeys {
        String raw();

        String parsed();

        String dead();

        int partitions();

        Optional<Integer> replication();

        RetentionKeys retention();
    }

    /** {@code topics.retention.*} */
    interface RetentionKeys {
        KeptKeys raw();

        KeptKeys parsed();

        KeptKeys dead();
    }

    /** {@code topics.retention.raw.*} and the like */
    interface KeptKeys {
        Optional<Duration> time();

        Optional<@WithConverter(ByteSizeConverter.class) Long> bytes();
    }

    /** {@code ingest.*} */
    interface IngestKeys {
        String host();

        int port();

        @WithConverter(ByteSizeConverter.class)
        long maxEventBytes();

        @WithConverter(ByteSizeConverter.class)
        long maxFrameBytes();

        @WithConverter(ByteSizeConverter.class)
        long maxInflatedBytes();

        int maxWindowEvents();

        @WithConverter(ByteSizeConverter.class)
        long maxInFlightBytes();

        @WithConverter(ByteSizeConverter.class)
        long maxConnectionInFlightBytes();

        int maxConnections();

        int maxConnectionsPerAddress();

        Duration keepAlive();

        Duration kafkaTimeout();

        Duration handshakeTimeout();

        Duration clientTimeout();

        Duration idleTimeout();

        Duration maxConnectionAge();

        Duration shutdownTimeout();

        TlsSettings.Keys tls();
    }

    /** {@code streams.*} */
    interface StreamsKeys {
        String applicationId();

        int threads();

        Optional<Path> stateDirectory();

        Schema schema();

        Duration maxEventAge();

        Duration maxEventAhead();

        int cachedUserAgents();

        /** Names of keys, separated by commas, by the fields that they mean. */
        Map<String, String> keys();

        /** Rules of one's own. */
        Optional<Path> rules();

        GeoIpKeys geoip();
    }

    /** {@code streams.geoip.*} */
    interface GeoIpKeys {
        Optional<List<Path>> city();

        Optional<List<Path>> asn();
    }

    /** {@code sink.*} */
    interface SinkKeys {
        ElasticsearchKeys elasticsearch();

        SinkSettings.TargetKind target();

        int maxDataStreams();

        String index();

        Optional<List<String>> indexPatterns();

        BatchKeys batch();

        int requestsInFlight();

        boolean gzip();

        Duration requestTimeout();

        SinkSettings.IndexMode indexMode();

        int newFieldsPerService();

        String groupId();
    }

    /** {@code sink.batch.*} */
    interface BatchKeys {
        @WithConverter(ByteSizeConverter.class)
        long bytes();

        int documents();

        Duration maxWait();
    }

    /** {@code sink.elasticsearch.*} */
    interface ElasticsearchKeys {
        List<URI> url();

        Optional<String> user();

        Optional<String> password();

        Optional<String> apiKey();

        Optional<Path> caFile();

        Optional<Path> certificate();

        Optional<Path> key();

        Optional<String> keyPassword();
    }

    /** {@code tail.*} */
    interface TailKeys {
        Optional<String> environment();

        EventFormat format();
    }

    /** {@code admin.*} */
    interface AdminKeys {
        String host();

        int port();

        Optional<Boolean> livePage();
    }

    /** {@code logging.*} */
    interface LoggingKeys {
        LogFormat format();

        LogLevel level();

        Map<String, LogLevel> levels();
    }
}
