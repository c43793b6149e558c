package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationException;
import com.jisu.logs.ingest.IngestSettings;
import com.jisu.logs.ingest.TlsSettings;
import com.jisu.logs.parsers.FieldTypes;
import com.jisu.logs.parsers.GeoIp;
import com.jisu.logs.parsers.GeoIpDatabases;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.UserAgents;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.SinkSettings;
import com.jisu.logs.streams.StreamsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The configuration's keys as the settings records of the roles, which check their ranges. */
final class Settings {

    private static final String MAPPINGS = "component-templates/jisu-logs-mappings.json";

    private Settings() {}

    /**
     * Checks the keys of these roles, so that a fault is found before anything has been started.
     *
     * @throws ConfigurationException naming the key
     */
    static void check(Set<Role> roles, Configuration configuration) {
        if (roles.contains(Role.INGEST)) {
            ingest(configuration);
        }
        if (roles.contains(Role.STREAMS)) {
            streams(configuration);
            Configuration.GeoIpKeys geoIp = configuration.streams().geoip();
            if (geoIp.city().isPresent() || geoIp.asn().isPresent()) {
                geoIp(geoIp);
            }
        }
        if (roles.contains(Role.SINK)) {
            sink(configuration);
        }
    }

    static IngestSettings ingest(Configuration configuration) {
        Configuration.IngestKeys keys = configuration.ingest();
        return checked(() -> new IngestSettings(
                keys.host(),
                keys.port(),
                new IngestSettings.Limits(
                        Math.toIntExact(keys.maxEventBytes()),
                        Math.toIntExact(keys.maxFrameBytes()),
                        keys.maxInflatedBytes(),
                        keys.maxWindowEvents(),
                        keys.maxInFlightBytes(),
                        keys.maxConnectionInFlightBytes(),
                        keys.maxConnections(),
                        keys.maxConnectionsPerAddress()),
                new IngestSettings.Timeouts(
                        keys.keepAlive(),
                        keys.kafkaTimeout(),
                        keys.handshakeTimeout(),
                        keys.clientTimeout(),
                        keys.idleTimeout(),
                        keys.maxConnectionAge(),
                        keys.shutdownTimeout()),
                tls(keys.tls())));
    }

    private static Optional<TlsSettings> tls(Configuration.TlsKeys keys) {
        if (keys.certificate().isEmpty() && keys.key().isEmpty()) {
            return Optional.empty();
        }
        keys.certificate().ifPresent(file -> requireReadable("ingest.tls.certificate", file));
        keys.key().ifPresent(file -> requireReadable("ingest.tls.key", file));
        keys.clientCa().ifPresent(file -> requireReadable("ingest.tls.client-ca", file));
        return Optional.of(new TlsSettings(
                keys.certificate().orElse(null),
                keys.key().orElse(null),
                keys.keyPassword(),
                keys.clientAuth(),
                keys.clientCa(),
                keys.clientNames().orElse(List.of()),
                keys.protocols(),
                keys.reload()));
    }

    private static void requireReadable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException(
                    "the configuration is wrong: the file " + file + " of " + key + " can not be read");
        }
    }

    static StreamsSettings streams(Configuration configuration) {
        Configuration.StreamsKeys keys = configuration.streams();
        return checked(() -> new StreamsSettings(
                keys.applicationId(),
                keys.threads(),
                keys.stateDirectory(),
                configuration.topics().replication()));
    }

    static ParserSettings parsers(Configuration configuration) {
        Configuration.StreamsKeys keys = configuration.streams();
        return checked(() -> ParserSettings.defaults(
                        FieldTypes.fromMappings(IndexTemplates.read(MAPPINGS)),
                        geoIp(keys.geoip()),
                        new UserAgents(keys.cachedUserAgents()))
                .withSchema(keys.schema())
                .withTimes(keys.maxEventAge(), keys.maxEventAhead()));
    }

    private static GeoIp geoIp(Configuration.GeoIpKeys keys) {
        try {
            return GeoIpDatabases.open(keys.city().orElse(null), keys.asn().orElse(null));
        } catch (IOException e) {
            throw new ConfigurationException("streams.geoip: " + e.getMessage(), e);
        }
    }

    static SinkSettings sink(Configuration configuration) {
        Configuration.SinkKeys keys = configuration.sink();
        Configuration.ElasticsearchKeys elasticsearch = keys.elasticsearch();
        return checked(() -> new SinkSettings(
                elasticsearch.url(),
                new SinkSettings.Access(
                        elasticsearch.user(), elasticsearch.password(), elasticsearch.apiKey(), elasticsearch.caFile()),
                keys.index(),
                new SinkSettings.Batch(
                        Math.toIntExact(keys.batch().bytes()),
                        keys.batch().documents(),
                        keys.batch().maxWait()),
                keys.requestsInFlight(),
                keys.gzip(),
                keys.requestTimeout(),
                keys.indexMode(),
                keys.groupId()));
    }

    /** A value that a role refuses is a fault of the configuration; the role's message names the key. */
    private static <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ConfigurationException("the configuration is wrong: " + e.getMessage(), e);
        }
    }
}
