package com.jisu.logs.streams;

import static com.jisu.logs.streams.BrokerFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.KafkaNode;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role as a user of a broker with an authorizer: its rights come and go. */
@Tag("long")
class RightsTest {

    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private BrokerFixture broker;
    private StreamsLog log;
    private Map<String, Object> asStreams;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        int controller = freePort();
        int withLogin = freePort();
        KafkaNode node =
                new KafkaNode(1, port, new TreeMap<>(Map.of(1, controller)), KafkaNode.newClusterId(), List.of());
        kafka = EmbeddedKafka.start(
                directory.resolve("kafka"),
                node,
                Map.of(
                        "listeners",
                        "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller + ",LOGIN://127.0.0.1:"
                                + withLogin,
                        "advertised.listeners",
                        "BROKER://127.0.0.1:" + port + ",LOGIN://127.0.0.1:" + withLogin,
                        "listener.security.protocol.map",
                        "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT",
                        "listener.name.login.sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.login.plain.sasl.jaas.config",
                        LOGIN + "user_streams=\"secret\";",
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users",
                        "User:ANONYMOUS"));
        broker = new BrokerFixture(kafka.bootstrapServers(), directory);
        broker.createTopics();
        asStreams = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + withLogin,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN + "username=\"streams\" password=\"secret\";");
        allow(ResourceType.TOPIC, Topics.DEFAULT.raw(), PatternType.LITERAL, AclOperation.READ);
        allow(ResourceType.TOPIC, Topics.DEFAULT.parsed(), PatternType.LITERAL, AclOperation.WRITE);
        allow(ResourceType.TOPIC, Topics.DEFAULT.dead(), PatternType.LITERAL, AclOperation.WRITE);
        allow(ResourceType.TOPIC, BrokerFixture.APPLICATION, PatternType.PREFIXED, AclOperation.ALL);
        allow(ResourceType.GROUP, BrokerFixture.APPLICATION, PatternType.LITERAL, AclOperation.READ);
        log = new StreamsLog();
    }

    @AfterEach
    void stop() {
        log.close();
        broker.close();
        kafka.close();
    }

    @Test
    void a_right_to_write_that_is_taken_away_is_waited_for_and_nothing_is_lost() throws Exception {
        ParsingStreams streams = running();
        broker.event(1, "before");
        broker.awaitDocument("\"before\"");
        deny(ResourceType.TOPIC, Topics.DEFAULT.parsed(), PatternType.LITERAL, AclOperation.WRITE);
        broker.event(2, "meanwhile");
        await().atMost(PATIENCE).until(() -> !streams.running() && streams.waiting());
        assertThat(streams.failed()).isFalse();

        allow(ResourceType.TOPIC, Topics.DEFAULT.parsed(), PatternType.LITERAL, AclOperation.WRITE);
        broker.awaitDocument("\"meanwhile\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("no right to WRITE", Topics.DEFAULT.parsed());
        assertThat(log.lines().get(1)).contains("goes on");
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void a_right_to_read_or_to_the_group_that_is_taken_away_is_named() throws Exception {
        ParsingStreams streams = running();
        deny(ResourceType.GROUP, BrokerFixture.APPLICATION, PatternType.LITERAL, AclOperation.READ);
        await().atMost(PATIENCE)
                .until(() -> log.lines().stream()
                        .anyMatch(line -> line.contains("right to READ on the group " + BrokerFixture.APPLICATION)));
        allow(ResourceType.GROUP, BrokerFixture.APPLICATION, PatternType.LITERAL, AclOperation.READ);
        await().atMost(PATIENCE).until(streams::running);

        deny(ResourceType.TOPIC, Topics.DEFAULT.raw(), PatternType.LITERAL, AclOperation.READ);
        await().atMost(PATIENCE)
                .until(() -> log.lines().stream()
                        .anyMatch(line -> line.contains("right to READ on the topic " + Topics.DEFAULT.raw())));
        allow(ResourceType.TOPIC, Topics.DEFAULT.raw(), PatternType.LITERAL, AclOperation.READ);
        broker.event(1, "after");
        broker.awaitDocument("\"after\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.hasStackTrace()).isFalse();
    }

    private ParsingStreams running() {
        ParsingStreams streams = broker.start(new SteadyClock(), asStreams);
        await().atMost(PATIENCE).until(streams::running);
        return streams;
    }

    private void allow(ResourceType type, String name, PatternType pattern, AclOperation operation) throws Exception {
        broker.admin()
                .createAcls(List.of(rule(type, name, pattern, operation)))
                .all()
                .get();
    }

    private void deny(ResourceType type, String name, PatternType pattern, AclOperation operation) throws Exception {
        broker.admin()
                .deleteAcls(List.of(rule(type, name, pattern, operation).toFilter()))
                .all()
                .get();
    }

    private static AclBinding rule(ResourceType type, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:streams", "*", operation, AclPermissionType.ALLOW));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
