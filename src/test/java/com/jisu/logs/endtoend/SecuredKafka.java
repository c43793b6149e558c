package com.jisu.logs.endtoend;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.KafkaNode;
import com.jisu.logs.embedded.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A broker whose users log in by SCRAM-SHA-512 over TLS, and may do what they were granted and nothing else. The test itself
 * comes by another way, as a super user.
 */
final class SecuredKafka implements AutoCloseable {

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final int ITERATIONS = 4096;

    private final Path directory;
    private final Certificate certificate;
    private final int loginPort;
    private final EmbeddedKafka kafka;
    private final Admin admin;

    private SecuredKafka(Path directory) throws Exception {
        this.directory = directory;
        certificate = Certificate.forLocalhost(directory);
        loginPort = LoopbackPorts.free("the broker", 0);
        int port = LoopbackPorts.free("the broker", 0);
        int controller = LoopbackPorts.free("the broker", 0);
        KafkaNode node =
                new KafkaNode(1, port, new TreeMap<>(Map.of(1, controller)), KafkaNode.newClusterId(), List.of());
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), node, settings(port, controller));
        admin = Admin.create(superUser());
    }

    static SecuredKafka start(Path directory) throws Exception {
        return new SecuredKafka(directory);
    }

    private Map<String, String> settings(int port, int controller) throws IOException {
        String plain = "BROKER://127.0.0.1:" + port;
        String login = ",LOGIN://localhost:" + loginPort;
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", plain + ",CONTROLLER://127.0.0.1:" + controller + login);
        settings.put("advertised.listeners", plain + login);
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_SSL");
        settings.put("listener.name.login.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("listener.name.login.scram-sha-512.sasl.jaas.config", SCRAM + ";");
        settings.put("listener.name.login.ssl.keystore.type", "PEM");
        settings.put("listener.name.login.ssl.keystore.certificate.chain", Files.readString(certificate.certificate()));
        settings.put("listener.name.login.ssl.keystore.key", Files.readString(certificate.key()));
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        return settings;
    }

    /** Where users log in. */
    String bootstrapServers() {
        return "localhost:" + loginPort;
    }

    /** Properties of a client that may do everything. */
    Map<String, Object> superUser() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    Admin admin() {
        return admin;
    }

    /** Lets users log in, each with its name as the password. */
    void add(Collection<String> users) throws Exception {
        admin.alterUserScramCredentials(users.stream()
                        .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(
                                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), user))
                        .toList())
                .all()
                .get();
    }

    /** A file for {@code kafka.properties-file}: how the program logs in as this user. */
    Path login(String user, String password) throws IOException {
        Properties properties = new Properties();
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put("sasl.jaas.config", SCRAM + " username=\"" + user + "\" password=\"" + password + "\";");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", certificate.certificate().toString());
        Path file = Files.createTempFile(directory, user, ".properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file;
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
