package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.servers.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watching and setting up a pipeline that runs: commands and endpoints as an operator uses them. */
class OperationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 200;

    /** A name in docs/operations.md's table of metrics. */
    private static final Pattern TABLE_NAME = Pattern.compile("(?m)^\\| `(jisu_logs_\\w+)");

    private static final Pattern SERVED_NAME = Pattern.compile("(?m)^([a-z_0-9]+)(?:\\{| )");
    private static final Pattern USED_NAME = Pattern.compile("\\b((?:jisu_logs|jvm|process|logback|kafka)_[a-z0-9_]+)");

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static EmbeddedNode elasticsearch;
    private static Program roles;
    private static String admin;
    private static Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        elasticsearch = EmbeddedNode.start(TestServer.searchKind(), directory.resolve("elasticsearch"), 0);
        certificate = Certificate.forLocalhost(directory);
        roles = Roles.start(
                directory,
                kafka.bootstrapServers(),
                elasticsearch.url().toString(),
                "--set=ingest.tls.certificate=" + certificate.certificate(),
                "--set=ingest.tls.key=" + certificate.key(),
                "--set=streams.rules=" + Program.CHECKOUT.resolve("compose/rules/rules.yml"),
                "--set=logging.format=json");
        Matcher port = Pattern.compile("metrics and health on port (\\d+)").matcher(roles.stderr());
        assertThat(port.find()).isTrue();
        admin = "localhost:" + port.group(1);
        try (LumberjackClient filebeat = Roles.connect(roles, certificate.trusted())) {
            for (int i = 0; i < EVENTS; i++) {
                filebeat.send(BeatsEvent.of(
                        i % 2 == 0 ? "application" : "nginx",
                        i % 2 == 0 ? "production" : "staging",
                        "2026-11-24T08:00:00.000Z",
                        i,
                        i % 2 == 0
                                ? "{\"level\":\"error\",\"message\":\"order " + i + " failed\"}"
                                : "no access line"));
            }
            filebeat.send("no JSON at all".getBytes(StandardCharsets.UTF_8));
            filebeat.awaitAcknowledged();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("jisu-logs-parsed", "no object".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains(
                                "jisu_logs_sink_delay_seconds_count " + EVENTS,
                                "jisu_logs_streams_dead_total{reason=\"not_json\"} 1",
                                "jisu_logs_sink_dead_total{reason=\"not_an_object\"} 1"));
    }

    @AfterAll
    static void stop() throws Exception {
        roles.interrupt();
        roles.close();
        elasticsearch.close();
        kafka.close();
    }

    @Test
    void health_says_what_each_role_does() throws Exception {
        assertThat(get("/health/live")).isEqualTo("{\"status\":\"up\"}\n");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode health = new ObjectMapper().readTree(get("/health/ready"));
            assertThat(health.path("status").asText()).isEqualTo("ready");
            assertThat(health.at("/roles/ingest").asText()).isEqualTo("LISTENING");
            assertThat(health.at("/roles/streams").asText()).isEqualTo("RUNNING");
            assertThat(health.at("/roles/sink").asText()).isEqualTo("RUNNING");
        });
    }

    @Test
    void the_documented_metrics_are_those_that_are_served() throws Exception {
        String served = metrics();
        Set<String> documented = names(TABLE_NAME, operations());
        Set<String> own = names(SERVED_NAME, served).stream()
                .filter(name -> name.startsWith("jisu_logs_"))
                .map(name -> family(name, documented))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(own).isEqualTo(documented);
    }

    /** A histogram is one entry of the table and several series; a timer's greatest value is a gauge beside it. */
    private static String family(String name, Set<String> documented) {
        String family = name.replaceFirst("_(bucket|sum|count|max)$", "");
        return documented.contains(family) ? family : name;
    }

    @Test
    void alerts_and_dashboard_use_only_metrics_that_are_served() throws Exception {
        Set<String> served = names(SERVED_NAME, metrics());
        for (String file : List.of("alerts.yml", "dashboard.json")) {
            String text = Files.readString(Program.CHECKOUT.resolve("k8s/logging/monitoring/" + file))
                    .replaceAll("(?m)^ *runbook:.*$", "");
            assertThat(served).as(file).containsAll(names(USED_NAME, text));
        }
    }

    @Test
    void each_alert_is_explained() throws Exception {
        String rules = Files.readString(Program.CHECKOUT.resolve("k8s/logging/monitoring/alerts.yml"));
        for (String alert : names(Pattern.compile("alert: (\\w+)"), rules)) {
            assertThat(operations()).contains("\n### " + alert + "\n");
            assertThat(rules).contains("runbook: docs/operations.md#" + alert.toLowerCase(java.util.Locale.ROOT));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check rules k8s/logging/monitoring/alerts.yml", "test rules src/test/resources/alerts-test.yml"
            })
    void promtool_finds_no_fault_in_the_alerts_where_it_is_installed(String arguments) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v promtool").start().waitFor() == 0, "promtool is not here");
        Process promtool = new ProcessBuilder("sh", "-c", "promtool " + arguments)
                .directory(Program.CHECKOUT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void status_shows_what_is_up_and_what_is_down() throws Exception {
        Program status = Program.run(directory, "status", "--at", admin, "--at=localhost:1", "--seconds=1");

        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.stdout().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .anyMatch(line -> line.startsWith(admin + " ready, up "))
                .anyMatch(line -> line.matches("ingest LISTENING \\d+ events/s .* 0 connections .*"))
                .anyMatch(line -> line.matches("streams RUNNING \\d+ events/s lag \\d+ .* 1 dead letters headroom .*"))
                .anyMatch(line ->
                        line.matches("sink RUNNING \\d+ documents/s lag \\d+ .* 1 dead letters headroom \\d+ [hd]"))
                .contains("localhost:1 DOWN: nobody listens there");
        assertThat(Program.run(directory, "status", "--at", admin, "--seconds=1")
                        .exitCode())
                .isZero();
    }

    @Test
    void tail_shows_what_was_asked_for() throws Exception {
        Program one = tail("--grep=order 1[0-9]* failed", "--format=json", "--count=1");
        assertThat(one.stdout().lines()).singleElement().asString().contains("\"order 1");

        Program all = tail("--type=application", "--level=error", "--environment=production", "--count=" + EVENTS / 2);
        assertThat(all.exitCode()).isZero();
        assertThat(all.stdout().lines()).hasSize(EVENTS / 2).allMatch(line -> line.contains("failed"));

        Program other = tail("--host=web-1", "--environment=staging", "--count=" + EVENTS / 2);
        assertThat(other.stdout().lines()).hasSize(EVENTS / 2).allMatch(line -> line.contains("no access line"));

        Program wrong = Program.run(directory, "tail", "--grep=(");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.stderr().lines()).singleElement().asString().contains("--grep is no regular expression");
    }

    @Test
    void send_ships_over_tls_to_a_server_that_it_trusts_and_says_why_not_to_another() throws Exception {
        Program trusting = send("--ca=" + certificate.certificate());
        assertThat(trusting.exitCode()).as(trusting.stderr()).isZero();
        assertThat(trusting.stdout()).contains("123 events, 123 acknowledged");

        Program distrusting = send("--tls");
        assertThat(distrusting.exitCode()).isEqualTo(1);
        assertThat(distrusting.stderr().lines())
                .singleElement()
                .asString()
                .contains("its certificate comes from no authority that Java trusts; name its own with --ca");

        Program plain = send("--compression=3");
        assertThat(plain.exitCode()).isEqualTo(1);
        assertThat(plain.stderr()).contains("is no Beats input without TLS", "with --ca");

        Program missing = send("--ca=/none.pem");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.stderr().lines()).singleElement().asString().contains("cannot read /none.pem");
    }

    private static Program send(String option) throws Exception {
        return Program.run(
                directory,
                "send",
                "--to=localhost:" + roles.port("Beats input on port"),
                option,
                "--type=nginx",
                "--environment=over-tls",
                "samples/nginx-access.log");
    }

    private static Program tail(String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("tail", "--since=1h", "--kafka-bootstrap=" + kafka.bootstrapServers()));
        arguments.addAll(List.of(options));
        return Program.run(directory, arguments.toArray(String[]::new));
    }

    @Test
    void setup_says_what_it_changes_and_changes_nothing_the_second_time() throws Exception {
        try (FakeKibana kibana = FakeKibana.kibana()) {
            List<String> arguments = List.of(
                    "setup",
                    "--kibana-url=" + kibana.url(),
                    "--set=kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "--set=sink.elasticsearch.url=" + elasticsearch.url(),
                    "--set=topics.raw=other-raw",
                    "--set=topics.parsed=other-parsed",
                    "--set=topics.dead=other-dead");
            Program first = Program.run(directory, arguments.toArray(String[]::new));
            assertThat(first.stderr().lines().filter(line -> line.startsWith("jisu-logs:")))
                    .isEmpty();
            assertThat(first.exitCode()).isZero();
            assertThat(first.stdout().lines())
                    .contains(
                            "Kafka: created the topic other-raw",
                            "Kafka: created the topic other-parsed",
                            "Kafka: created the topic other-dead",
                            TestServer.searchKind().title() + ": nothing to do, all is there",
                            "Kibana: created the data view 'jisu-logs-*'");
            assertThat(kibana.objects())
                    .contains("index-pattern/jisu-logs", "search/jisu-logs-errors", "map/jisu-logs-clients");

            Program second = Program.run(directory, arguments.toArray(String[]::new));
            assertThat(second.stdout().lines())
                    .containsExactly(
                            "Kafka: nothing to do, all is there",
                            "Kafka: the topic other-raw keeps 7.0 d: 108 GiB of disk for each copy at 1,000 events/s, 538 GiB of"
                                    + " disk for each copy at 5,000 events/s, 1.1 TiB of disk for each copy at 10,000 events/s"
                                    + " (191 bytes a record, assumed)",
                            "Kafka: the topic other-parsed keeps 7.0 d: 173 GiB of disk for each copy at 1,000 events/s, 865 GiB"
                                    + " of disk for each copy at 5,000 events/s, 1.7 TiB of disk for each copy at 10,000 events/s"
                                    + " (307 bytes a record, assumed)",
                            "Kafka: the topic other-dead keeps 30 d",
                            TestServer.searchKind().title() + ": nothing to do, all is there",
                            "Kibana: nothing to do, all is there");

            List<String> overwriting = new ArrayList<>(arguments);
            overwriting.add("--overwrite");
            assertThat(Program.run(directory, overwriting.toArray(String[]::new))
                            .stdout())
                    .contains("Kibana: replaced the data view 'jisu-logs-*'");
        }
    }

    @Test
    void setup_gives_opensearch_dashboards_objects_of_its_own() throws Exception {
        try (FakeKibana dashboards = FakeKibana.dashboards()) {
            List<String> arguments = List.of(
                    "setup",
                    "--kibana-url=" + dashboards.url(),
                    "--set=kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "--set=sink.elasticsearch.url=" + elasticsearch.url());
            Program first = Program.run(directory, arguments.toArray(String[]::new));
            assertThat(first.exitCode()).as(first.stderr()).isZero();
            assertThat(first.stdout().lines())
                    .contains(
                            "OpenSearch Dashboards: created the index pattern 'jisu-logs-*'",
                            "OpenSearch Dashboards: created the visualization 'Clients on the map'",
                            "OpenSearch Dashboards: created the dashboard 'jisu-logs'");
            assertThat(dashboards.objects()).hasSize(20).contains("visualization/jisu-logs-clients");
            assertThat(Program.run(directory, arguments.toArray(String[]::new)).stdout())
                    .contains("OpenSearch Dashboards: nothing to do, all is there");
        }
    }

    @Test
    void setup_sets_what_existing_topics_keep_where_that_was_said_and_leaves_the_others_alone() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = List.of(
                    new NewTopic("kept-raw", Optional.of(4), Optional.empty()),
                    new NewTopic("kept-parsed", Optional.of(4), Optional.empty())
                            .configs(Map.of("retention.ms", "60000")),
                    new NewTopic("kept-dead", Optional.of(1), Optional.empty()));
            admin.createTopics(topics).all().get();
        }
        List<String> arguments = List.of(
                "setup",
                "--set=kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--set=sink.elasticsearch.url=" + elasticsearch.url(),
                "--set=topics.raw=kept-raw",
                "--set=topics.parsed=kept-parsed",
                "--set=topics.dead=kept-dead",
                "--set=topics.retention.raw.time=72h",
                "--set=topics.retention.raw.bytes=4GiB");
        Program first = Program.run(directory, arguments.toArray(String[]::new));
        assertThat(first.exitCode()).as(first.stderr()).isZero();
        assertThat(first.stdout().lines())
                .contains(
                        "Kafka: set retention.ms of the topic kept-raw to 259200000; it was 604800000",
                        "Kafka: set retention.bytes of the topic kept-raw to 1073741824; it was -1",
                        "Kafka: set segment.bytes of the topic kept-raw to 67108864; it was 1073741824")
                .anyMatch(line ->
                        line.startsWith("Kafka: the topic kept-raw keeps 3.0 d and 4 partitions × 1.0 GiB: 6.2 h at"
                                + " 1,000 events/s, 75 min at 5,000 events/s"))
                .anyMatch(line -> line.startsWith("Kafka: the topic kept-parsed keeps 1.0 min: "))
                .anyMatch(
                        line -> line.startsWith(
                                        "Kafka: the topic kept-dead has retention.ms=604800000 where a new one gets"
                                                + " 2592000000")
                                && line.contains("left as it is: set topics.retention.dead to have it changed")
                                && line.contains(
                                        "kafka-configs.sh --alter --topic kept-dead --add-config retention.ms=2592000000"));
        assertThat(Program.run(directory, arguments.toArray(String[]::new)).stdout())
                .doesNotContain("Kafka: set ");
    }

    @Test
    void setup_tells_of_a_topic_that_is_not_as_it_should_be() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("odd-raw", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        Program setup = Program.run(
                directory,
                "setup",
                "--set=kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--set=sink.elasticsearch.url=" + elasticsearch.url(),
                "--set=topics.raw=odd-raw");
        assertThat(setup.exitCode()).isZero();
        assertThat(setup.stdout())
                .contains(
                        "Kafka: the topic odd-raw has message.timestamp.type=CreateTime and needs LogAppendTime; change it");
    }

    @Test
    void roles_log_in_fields_of_the_common_schema_where_that_is_configured() throws Exception {
        List<String> lines = roles.stderr().lines().toList();
        assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("{\"@timestamp\":"));
        JsonNode line = new ObjectMapper()
                .readTree(lines.stream()
                        .filter(each -> each.contains("metrics and health on port"))
                        .findFirst()
                        .orElseThrow());
        assertThat(line.path("log.level").asText()).isEqualTo("INFO");
        assertThat(line.path("service.name").asText()).isEqualTo("jisu-logs");
        assertThat(line.path("event.dataset").asText()).isEqualTo("jisu-logs.ingest-sink-streams");
        assertThat(lines).as("no line for each event").hasSizeLessThan(60);
    }

    private static String operations() throws Exception {
        return Files.readString(Program.CHECKOUT.resolve("docs/operations.md"));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String metrics() throws Exception {
        return get("/metrics");
    }

    private static String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + admin + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
