package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.servers.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each role and command as a user of a broker that lets it do what it needs and nothing else. */
class LeastRightsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> USERS =
            Right.TABLE.stream().map(Right::user).distinct().toList();

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;
    private static EmbeddedNode elasticsearch;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(directory);
        kafka.add(USERS);
        makeTopics();
        elasticsearch = EmbeddedNode.start(TestServer.searchKind(), directory.resolve("elasticsearch"), 0);
    }

    /** With two dead letters: one that goes back to streams, one to the sink. */
    private static void makeTopics() throws Exception {
        new TopicSetup(kafka.admin(), Topics.DEFAULT).createMissing(1, Optional.empty());
        bury(DeadLetter.Stage.SINK, DeadLetter.Stage.STREAMS);
    }

    private static void bury(DeadLetter.Stage... stages) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.superUser(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (DeadLetter.Stage stage : stages) {
                ProducerRecord<byte[], byte[]> letter =
                        new ProducerRecord<>(Topics.DEFAULT.dead(), "x".getBytes(StandardCharsets.UTF_8));
                new DeadLetter(stage, "not_json", "no JSON", Topics.DEFAULT.raw(), 0, 0, 0).addTo(letter.headers());
                producer.send(letter).get();
            }
        }
    }

    @AfterAll
    static void stop() {
        elasticsearch.close();
        kafka.close();
    }

    @BeforeEach
    void grant() throws Exception {
        kafka.admin()
                .createAcls(Right.TABLE.stream().map(Right::acl).toList())
                .all()
                .get();
    }

    @Test
    void with_these_rights_an_event_passes_all_roles_and_nobody_complains() throws Exception {
        try (Program ingest = start("ingest");
                Program streams = start("streams");
                Program sink = start("sink")) {
            for (Program role : List.of(ingest, streams, sink)) {
                role.awaitOnStderr("metrics and health on port");
            }
            try (LumberjackClient filebeat = Roles.connect(ingest)) {
                filebeat.send(BeatsEvent.of("application", "2026-11-24T08:00:00.000Z", 1, "a line"));
                filebeat.send(ofContainer("the first of its stream: it goes through the topics of Kafka Streams", 2));
                filebeat.send("no JSON at all".getBytes(StandardCharsets.UTF_8));
                filebeat.awaitAcknowledged();
            }
            Index index = new Index(elasticsearch.url().toString());
            await().atMost(PATIENCE).until(() -> index.count() == 2);
            for (Program role : List.of(ingest, streams, sink)) {
                assertThat(complaints(role)).noneMatch(line -> line.contains("right"));
                assertThat(role.stderr()).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void with_its_rights_setup_makes_all_topics_and_finds_them_there_afterwards() throws Exception {
        kafka.admin().deleteTopics(Topics.DEFAULT.all()).all().get();
        try {
            for (String says : List.of("created the topic jisu-logs-dead", "Kafka: nothing to do, all is there")) {
                try (Program setup = start("setup")) {
                    await().atMost(PATIENCE).until(setup::hasEnded);
                    assertThat(setup.exitCode()).as(setup.stderr()).isZero();
                    assertThat(setup.stdout()).contains(says).doesNotContain("no right to");
                }
            }
        } finally {
            makeTopics();
        }
    }

    @Test
    void the_documentation_has_the_same_rights() throws Exception {
        List<String> page = Files.readAllLines(Program.CHECKOUT.resolve("docs/kafka.md"));
        assertThat(page.stream().filter(line -> line.matches("\\| \\w+ \\|( [^|]+ \\|){3}")))
                .contains("| user | operation | on | name |")
                .filteredOn(row -> !row.startsWith("| user "))
                .containsExactlyElementsOf(Right.TABLE.stream().map(Right::row).toList());
        assertThat(page.stream().filter(line -> line.startsWith("$acls ")))
                .containsExactlyElementsOf(Right.TABLE.stream()
                        .map(right -> "$acls " + right.command())
                        .toList());
    }

    private static byte[] ofContainer(String line, long offset) {
        return BeatsEvent.of(
                "docker",
                "2026-11-24T08:00:00.000Z",
                offset,
                "{\"log\":\"" + line + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T08:00:00.000000000Z\"}");
    }

    static Stream<Right> rights() {
        return Right.TABLE.stream();
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("rights")
    void each_right_that_is_missing_is_named_in_one_line(Right right) throws Exception {
        isNamed(right);
    }

    /** The same of a few, in each build. */
    @ParameterizedTest
    @ValueSource(strings = {"ingest WRITE", "sink READ GROUP", "tail READ"})
    void a_right_that_is_missing_is_named_in_one_line(String beginning) throws Exception {
        isNamed(Right.TABLE.stream()
                .filter(right -> right.toString().startsWith(beginning))
                .findFirst()
                .orElseThrow());
    }

    private static void isNamed(Right right) throws Exception {
        boolean creates = right.user().equals("setup") && right.operation() == AclOperation.CREATE;
        if (creates) {
            kafka.admin().deleteTopics(List.of(right.name())).all().get();
        }
        try {
            isToldWithout(right);
        } finally {
            if (creates) {
                makeTopics();
            }
        }
    }

    private static void isToldWithout(Right right) throws Exception {
        kafka.admin().deleteAcls(List.of(right.acl().toFilter())).all().get();
        try (Program program = start(right.user())) {
            await().atMost(PATIENCE)
                    .until(() -> program.hasEnded() || !complaints(program).isEmpty());
            System.out.println("without " + right + ": " + complaints(program));
            assertThat(complaints(program)).singleElement().asString().contains(right.asTold());
            assertThat(program.stderr()).doesNotContain("\tat ");
        }
    }

    private static List<String> complaints(Program program) throws IOException {
        return program.stderr()
                .lines()
                .filter(line -> !line.contains(" GeoIpWatch: ")) // the embedded databases are old
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("jisu-logs: "))
                .toList();
    }

    private static Program start(String user) throws IOException {
        List<String> arguments = new ArrayList<>(
                switch (user) {
                    case "dlq" -> List.of("dlq", "replay");
                    default -> List.of(user);
                });
        arguments.add("--set=kafka.bootstrap-servers=" + kafka.bootstrapServers());
        arguments.add("--set=kafka.properties-file=" + kafka.login(user, user));
        arguments.add("--set=logging.format=text");
        if (!List.of("dlq", "tail").contains(user)) {
            arguments.add("--set=sink.elasticsearch.url=" + elasticsearch.url());
            arguments.add("--set=streams.state-directory=" + Files.createTempDirectory(directory, "streams"));
            arguments.add("--set=streams.max-event-age=40000d");
            arguments.add("--set=streams.max-event-ahead=40000d");
            arguments.add("--set=ingest.host=localhost");
            arguments.add("--set=ingest.port=0");
            arguments.add("--set=admin.port=0");
        }
        return Program.start(directory, arguments.toArray(String[]::new));
    }
}
