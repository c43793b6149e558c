package com.jisu.logs.app.settings;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationException;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;

/** Finds values, of the right type and range, that can not be used: missing files, combinations that make no sense. */
public final class SettingsCheck {

    private static final Pattern SERVERS = Pattern.compile("[^\\s,:]\\S*:\\d{1,5}(\\s*,\\s*[^\\s,:]\\S*:\\d{1,5})*");

    private static final Pattern REFUSED =
            Pattern.compile("Invalid value (.*) for configuration ([\\w.-]+)(.*)", Pattern.DOTALL);

    private final List<String> faults = new ArrayList<>();

    private SettingsCheck() {}

    /** A line for each fault in the keys of these roles and in those that all have; it names the key. */
    public static List<String> faults(Set<Role> roles, Configuration configuration) {
        SettingsCheck check = new SettingsCheck();
        check.common(configuration);
        if (roles.contains(Role.INGEST)) {
            check.ingest(configuration);
        }
        if (roles.contains(Role.STREAMS)) {
            check.streams(configuration);
        }
        if (roles.contains(Role.SINK)) {
            check.sink(configuration);
        }
        return check.faults;
    }

    private void common(Configuration configuration) {
        require(
                SERVERS.matcher(configuration.kafka().bootstrapServers()).matches(),
                "kafka.bootstrap-servers must be host:port, host:port, …, not '"
                        + configuration.kafka().bootstrapServers() + "'");
        kafkaProperties(configuration);
        Configuration.TopicKeys topics = configuration.topics();
        topic("topics.raw", topics.raw());
        topic("topics.parsed", topics.parsed());
        topic("topics.dead", topics.dead());
        require(
                !topics.raw().equals(topics.parsed())
                        && !topics.raw().equals(topics.dead())
                        && !topics.parsed().equals(topics.dead()),
                "topics.raw, topics.parsed and topics.dead must be three different topics");
    }

    /** Kafka's own judgement of what is passed through, as far as all clients share it. */
    private void kafkaProperties(Configuration configuration) {
        try {
            new AdminClientConfig(ClientProperties.of(configuration));
        } catch (ConfigException e) {
            Matcher value = REFUSED.matcher(e.getMessage());
            String fault = value.matches()
                    ? "kafka.properties." + value.group(2) + " can not be '" + value.group(1) + "'" + value.group(3)
                    : "kafka.properties: " + e.getMessage();
            faults.add(fault);
        }
    }

    private void topic(String key, String name) {
        require(
                name.matches("[a-zA-Z0-9._-]{1,249}"),
                key + " must be made of letters, digits, '.', '_' and '-', not '" + name + "'");
    }

    private void ingest(Configuration configuration) {
        Configuration.IngestKeys keys = configuration.ingest();
        int before = faults.size();
        use(() -> Settings.limits(keys));
        use(() -> Settings.timeouts(keys));
        tls(keys.tls());
        if (faults.size() == before) {
            use(() -> Settings.ingest(configuration));
        }
        require(
                keys.port() == 0 || keys.port() != configuration.admin().port(),
                "ingest.port and admin.port must be different, not both " + keys.port());
    }

    private void tls(TlsSettings.Keys keys) {
        int before = faults.size();
        readable("ingest.tls.certificate", keys.certificate());
        readable("ingest.tls.key", keys.key());
        readable("ingest.tls.client-ca", keys.clientCa());
        use(() -> Settings.tls(keys));
        boolean off = keys.certificate().isEmpty() && keys.key().isEmpty();
        require(!off || keys.keyPassword().isEmpty(), withoutCertificate("ingest.tls.key-password"));
        require(!off || keys.clientCa().isEmpty(), withoutCertificate("ingest.tls.client-ca"));
        require(!off || keys.clientNames().isEmpty(), withoutCertificate("ingest.tls.client-names"));
        require(!off || keys.clientAuth() == TlsSettings.ClientAuth.NONE, withoutCertificate("ingest.tls.client-auth"));
        require(
                off || keys.clientCa().isEmpty() || keys.clientAuth() != TlsSettings.ClientAuth.NONE,
                "ingest.tls.client-ca has no effect while ingest.tls.client-auth is none; set it to required");
        if (faults.size() == before) {
            use(() -> Settings.checkTlsFiles(keys));
        }
    }

    private static String withoutCertificate(String key) {
        return key + " has no effect without ingest.tls.certificate and ingest.tls.key";
    }

    private void streams(Configuration configuration) {
        Configuration.StreamsKeys keys = configuration.streams();
        use(() -> Settings.streams(configuration));
        use(() -> Settings.lineKeys(keys));
        int before = faults.size();
        List<Path> city = Settings.files(keys.geoip().city());
        List<Path> asn = Settings.files(keys.geoip().asn());
        city.forEach(file -> readable("streams.geoip.city", Optional.of(file)));
        asn.forEach(file -> readable("streams.geoip.asn", Optional.of(file)));
        if (faults.size() == before && !(city.isEmpty() && asn.isEmpty())) {
            use(() -> Settings.referenceData(keys));
        }
        if (readable("streams.rules", keys.rules())) {
            keys.rules().ifPresent(file -> rules(file, keys.schema()));
        }
    }

    /** The tests in them are run where they are used, as what those look up takes its time to be opened. */
    private void rules(Path file, Schema used) {
        try {
            faults.addAll(Rules.faults(
                    file.toString(),
                    Files.readString(file),
                    file.toAbsolutePath().getParent(),
                    used));
        } catch (IOException e) {
            faults.add("streams.rules: " + file + " can not be read as text of UTF-8");
        }
    }

    private void sink(Configuration configuration) {
        Configuration.SinkKeys keys = configuration.sink();
        int before = faults.size();
        use(() -> Settings.access(keys.elasticsearch()));
        use(() -> Settings.batch(keys.batch()));
        if (faults.size() == before) {
            use(() -> Settings.sink(configuration));
        }
        tls(keys.elasticsearch());
    }

    private void tls(Configuration.ElasticsearchKeys keys) {
        int before = faults.size();
        boolean https = keys.url().stream().anyMatch(url -> "https".equals(url.getScheme()));
        readable("sink.elasticsearch.ca-file", keys.caFile());
        readable("sink.elasticsearch.certificate", keys.certificate());
        readable("sink.elasticsearch.key", keys.key());
        require(
                https || keys.caFile().isEmpty(),
                "sink.elasticsearch.ca-file has no effect without an https:// URL in sink.elasticsearch.url");
        require(
                https || keys.certificate().isEmpty() || keys.key().isEmpty(), // one alone is another fault
                "sink.elasticsearch.certificate and sink.elasticsearch.key have no effect without an https:// URL in"
                        + " sink.elasticsearch.url");
        require(
                keys.keyPassword().isEmpty() || keys.key().isPresent(),
                "sink.elasticsearch.key-password has no effect without sink.elasticsearch.certificate and"
                        + " sink.elasticsearch.key");
        if (faults.size() == before
                && keys.certificate().isPresent() == keys.key().isPresent()) {
            use(() -> Settings.checkTlsFiles(keys));
        }
    }

    private boolean readable(String key, Optional<Path> file) {
        if (file.filter(Files::isDirectory).isPresent()) {
            faults.add(key + ": " + file.get() + " is a directory; name a file");
            return false;
        }
        boolean readable = file.isEmpty() || Files.isRegularFile(file.get()) && Files.isReadable(file.get());
        require(readable, key + ": the file " + file.orElse(null) + " does not exist or can not be read");
        return readable;
    }

    private void require(boolean met, String fault) {
        if (!met) {
            faults.add(fault);
        }
    }

    private void use(Runnable settings) {
        try {
            settings.run();
        } catch (ConfigurationException e) {
            faults.add(e.getMessage());
        }
    }
}
