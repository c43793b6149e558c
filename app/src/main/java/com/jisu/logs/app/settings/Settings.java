package com.jisu.logs.app.settings;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationException;
import com.jisu.logs.ingest.BeatsServer;
import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.api.TlsFiles;
import com.jisu.logs.streams.RulesInUse;
import com.jisu.logs.streams.StreamsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The configuration's keys as the settings records of the roles, which check their ranges. */
public final class Settings {

    /** Between the elements of a list; those that belong to an element are escaped. */
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private Settings() {}

    public static IngestSettings ingest(Configuration configuration) {
        Configuration.IngestKeys keys = configuration.ingest();
        return checked(
                () -> new IngestSettings(keys.host(), keys.port(), limits(keys), timeouts(keys), tls(keys.tls())));
    }

    static IngestSettings.Limits limits(Configuration.IngestKeys keys) {
        return checked(() -> new IngestSettings.Limits(
                Math.toIntExact(keys.maxEventBytes()),
                Math.toIntExact(keys.maxFrameBytes()),
                keys.maxInflatedBytes(),
                keys.maxWindowEvents(),
                keys.maxInFlightBytes(),
                // lowering what counts for all lowers the parts of it, be they the defaults
                Math.min(keys.maxConnectionInFlightBytes(), keys.maxInFlightBytes()),
                keys.maxConnections(),
                Math.min(keys.maxConnectionsPerAddress(), keys.maxConnections())));
    }

    static IngestSettings.Timeouts timeouts(Configuration.IngestKeys keys) {
        return checked(() -> new IngestSettings.Timeouts(
                keys.keepAlive(),
                keys.kafkaTimeout(),
                keys.handshakeTimeout(),
                keys.clientTimeout(),
                keys.idleTimeout(),
                keys.maxConnectionAge(),
                keys.shutdownTimeout()));
    }

    static Optional<TlsSettings> tls(TlsSettings.Keys keys) {
        return checked(() -> TlsSettings.of(keys));
    }

    /** Whether the server could use what is in the files, too. */
    static void checkTlsFiles(TlsSettings.Keys keys) {
        tls(keys).ifPresent(settings -> {
            try {
                BeatsServer.checkFiles(settings);
            } catch (IOException e) {
                throw new ConfigurationException(e.getMessage(), e);
            }
        });
    }

    public static StreamsSettings streams(Configuration configuration) {
        Configuration.StreamsKeys keys = configuration.streams();
        return checked(() -> new StreamsSettings(
                keys.applicationId(),
                keys.threads(),
                keys.stateDirectory()
                        .orElseGet(
                                () -> StateDirectory.chosen(System.getenv(), Path.of(System.getProperty("user.home")))),
                configuration.topics().replication()));
    }

    public static ParserSettings parsers(Configuration configuration) {
        return parsers(configuration, referenceData(configuration.streams()));
    }

    /** @param reference what is looked up, in place of what the configuration names */
    public static ParserSettings parsers(Configuration configuration, ReferenceData reference) {
        Configuration.StreamsKeys keys = configuration.streams();
        return checked(() -> ParserSettings.defaults(reference)
                .withSchema(keys.schema())
                .withTimes(keys.maxEventAge(), keys.maxEventAhead())
                .withKeys(lineKeys(keys)));
    }

    /**
     * Rules of one's own, as they are in effect; the caller closes them.
     *
     * @param parsers of the parsers that will use them
     */
    public static Optional<RulesInUse> rules(Configuration configuration, ParserSettings parsers) {
        return configuration.streams().rules().map(file -> {
            try {
                return RulesInUse.open(file, parsers);
            } catch (RulesException e) {
                throw new ConfigurationException("streams.rules: " + e.getMessage(), e);
            }
        });
    }

    /** The types that the rules are for, in their order; none where there are no rules, or none that can be read. */
    public static List<String> typesOfRules(Configuration configuration) {
        try {
            Optional<Path> file = configuration.streams().rules();
            return file.isEmpty() ? List.of() : Rules.logTypes(file.get());
        } catch (RulesException e) {
            return List.of(); // a file that was changed meanwhile
        }
    }

    /** What is wrong with the rules of a configuration whose keys are right, the tests in them included. */
    static List<String> faultsOfRules(Configuration configuration) {
        if (configuration.streams().rules().isEmpty()) {
            return List.of();
        }
        try {
            RulesInUse.check(configuration.streams().rules().get(), parsers(configuration));
            return List.of();
        } catch (RulesException e) {
            return e.faults();
        }
    }

    /** Names of keys by the fields that they mean. */
    static Map<String, List<String>> lineKeys(Configuration.StreamsKeys keys) {
        Map<String, List<String>> byField = new TreeMap<>();
        keys.keys()
                .forEach((field, names) -> byField.put(
                        field,
                        COMMA.splitAsStream(names)
                                .map(name -> name.strip().replace("\\,", ","))
                                .toList()));
        return checked(() -> {
            ParserSettings.checkKeys(byField);
            return byField;
        });
    }

    static ReferenceData referenceData(Configuration.StreamsKeys keys) {
        try {
            return ReferenceData.open(
                    IndexTemplates.mappings(),
                    files(keys.geoip().city()),
                    files(keys.geoip().asn()),
                    keys.cachedUserAgents());
        } catch (IOException e) {
            throw new ConfigurationException("streams.geoip: " + e.getMessage(), e);
        }
    }

    /** A list in a variable of the environment has blanks behind its commas now and then. */
    static List<Path> files(Optional<List<Path>> key) {
        return key.orElse(List.of()).stream()
                .map(file -> Path.of(file.toString().strip()))
                .toList();
    }

    public static SinkSettings sink(Configuration configuration) {
        Configuration.SinkKeys keys = configuration.sink();
        Configuration.ElasticsearchKeys elasticsearch = keys.elasticsearch();
        return checked(() -> new SinkSettings(
                elasticsearch.url(),
                access(elasticsearch),
                keys.index(),
                keys.indexPatterns().orElse(List.of()),
                batch(keys.batch()),
                keys.requestsInFlight(),
                keys.gzip(),
                keys.requestTimeout(),
                keys.indexMode(),
                keys.newFieldsPerService(),
                keys.groupId(),
                new SinkSettings.Target(keys.target(), keys.maxDataStreams())));
    }

    static SinkSettings.Access access(Configuration.ElasticsearchKeys keys) {
        return checked(() -> new SinkSettings.Access(keys.user(), keys.password(), keys.apiKey(), tls(keys)));
    }

    static TlsFiles tls(Configuration.ElasticsearchKeys keys) {
        return checked(() -> new TlsFiles(keys.caFile(), keys.certificate(), keys.key(), keys.keyPassword()));
    }

    /** Whether the sink could use what is in the files, too. */
    static void checkTlsFiles(Configuration.ElasticsearchKeys keys) {
        checked(() -> tls(keys).context());
    }

    static SinkSettings.Batch batch(Configuration.BatchKeys keys) {
        return checked(() -> new SinkSettings.Batch(Math.toIntExact(keys.bytes()), keys.documents(), keys.maxWait()));
    }

    /** A value that a role refuses is a fault of the configuration; the role's message names the key. */
    private static <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }
}
