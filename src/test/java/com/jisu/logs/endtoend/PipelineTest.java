package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.embedded.NodeKind;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.Topics;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The roles in a process of their own, between a real broker and a real node, from Lumberjack frames to searches. */
@ExtendWith(NeedsServers.class)
class PipelineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NGINX_LINE =
            "81.2.69.142 - alice [22/Nov/2026:23:59:58 +0000] \"GET /cart?id=7 HTTP/1.1\" 500 512"
                    + " \"https://shop.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"";

    @TempDir
    private static Path directory;

    private static TestServer kafka;
    private static TestServer elasticsearch;
    private static Program roles;
    private static Index index;

    @BeforeAll
    static void start() throws Exception {
        kafka = TestServer.kafka(directory.resolve("kafka"));
        elasticsearch = TestServer.search(directory.resolve("elasticsearch"));
        index = new Index(elasticsearch.url().toString());
        roles = Roles.start(directory, kafka.address(), elasticsearch.url().toString());
        try (LumberjackClient filebeat = Roles.connect(roles)) {
            Roles.send(
                    filebeat,
                    List.of(
                            BeatsEvent.of("nginx", "2026-11-23T00:00:01.000Z", 0, NGINX_LINE),
                            BeatsEvent.of("nginx", "2026-11-23T00:00:02.000Z", 300, "no access log line at all"),
                            BeatsEvent.of(
                                    "application",
                                    "2026-11-23T00:00:03.000Z",
                                    600,
                                    "{\"timestamp\":\"2026-11-22T10:00:00.123Z\",\"level\":\"error\",\"logger\":\"com.example.Checkout\","
                                            + "\"service\":\"checkout\",\"message\":\"payment refused\",\"order\":{\"id\":42}}"),
                            BeatsEvent.of(
                                    "docker",
                                    "2026-11-23T00:00:04.000Z",
                                    900,
                                    "{\"log\":\"started in 3 s\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-23T00:00:03.5Z\"}"),
                            BeatsEvent.of("other", "production", "2026-11-19T00:00:00.000Z", 1500, "of production"),
                            "this is no JSON".getBytes(StandardCharsets.UTF_8)));
            filebeat.awaitAcknowledged();
        }
        await().atMost(PATIENCE).until(() -> index.count() == 5);
    }

    @AfterAll
    static void stop() throws Exception {
        roles.interrupt();
        roles.close();
        elasticsearch.close();
        kafka.close();
    }

    @Test
    void each_event_is_in_the_index_of_its_own_day() throws Exception {
        assertThat(index.countIn("jisu-logs-2026.11.22")).isEqualTo(2);
        assertThat(index.countIn("jisu-logs-2026.11.23")).isEqualTo(2);
    }

    @Test
    void an_nginx_line_is_found_by_its_place_on_the_map() throws Exception {
        List<JsonNode> found = index.search("""
                {"query":{"geo_bounding_box":{"source.geo.location":{
                  "top_left":{"lat":52.5,"lon":-2.5},"bottom_right":{"lat":51.0,"lon":0.5}}}}}""");
        assertThat(found).singleElement().satisfies(document -> {
            assertThat(document.at("/source/address").asText()).isEqualTo("81.2.69.142");
            assertThat(document.at("/source/geo/country_iso_code").asText()).isEqualTo("GB");
            assertThat(document.at("/http/response/status_code").asInt()).isEqualTo(500);
            assertThat(document.at("/http/response/status_code").isInt()).isTrue();
            assertThat(document.at("/url/path").asText()).isEqualTo("/cart");
            assertThat(document.at("/user/name").asText()).isEqualTo("alice");
            assertThat(document.at("/user_agent/name").asText()).isEqualTo("Firefox");
            assertThat(document.at("/event/outcome").asText()).isEqualTo("failure");
            assertThat(document.at("/@timestamp").asText()).startsWith("2026-11-22T23:59:58");
            assertThat(document.at("/message").asText()).isEqualTo(NGINX_LINE);
        });
    }

    @Test
    void the_old_names_still_find_it() throws Exception {
        assertThat(index.count("{\"query\":{\"term\":{\"clientip\":\"81.2.69.142\"}}}"))
                .isEqualTo(1);
        assertThat(index.count("{\"query\":{\"term\":{\"geoip.country_code2\":\"GB\"}}}"))
                .isEqualTo(1);
        assertThat(index.count("{\"query\":{\"term\":{\"level\":\"error\"}}}")).isEqualTo(1);
    }

    @Test
    void an_application_line_is_taken_apart() throws Exception {
        assertThat(index.search("{\"query\":{\"term\":{\"service.name\":\"checkout\"}}}"))
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.at("/message").asText()).isEqualTo("payment refused");
                    assertThat(document.at("/log/level").asText()).isEqualTo("error");
                    assertThat(document.at("/log/logger").asText()).isEqualTo("com.example.Checkout");
                    assertThat(document.at("/order/id").asInt()).isEqualTo(42);
                    assertThat(document.at("/environment").asText()).isEqualTo("development");
                    assertThat(document.at("/@timestamp").asText()).isEqualTo("2026-11-22T10:00:00.123Z");
                    assertThat(document.has("@metadata")).isFalse();
                });
    }

    @Test
    void a_docker_line_is_unwrapped() throws Exception {
        assertThat(index.search("{\"query\":{\"term\":{\"stream\":\"stderr\"}}}"))
                .singleElement()
                .satisfies(
                        document -> assertThat(document.at("/message").asText()).isEqualTo("started in 3 s"));
    }

    @Test
    void a_line_that_can_not_be_parsed_is_indexed_with_its_tag() throws Exception {
        assertThat(index.search("{\"query\":{\"term\":{\"tags\":\"_grokparsefailure\"}}}"))
                .singleElement()
                .satisfies(document ->
                        assertThat(document.at("/message").asText()).isEqualTo("no access log line at all"));
    }

    @Test
    void an_event_that_is_no_json_is_in_the_dead_letter_topic_with_the_reason() {
        assertThat(records(Topics.DEFAULT.dead())).singleElement().satisfies(record -> {
            assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("this is no JSON");
            DeadLetter death = DeadLetter.last(record.headers()).orElseThrow();
            assertThat(death.stage()).isEqualTo(DeadLetter.Stage.STREAMS);
            assertThat(death.reason()).isEqualTo("not_json");
            assertThat(death.topic()).isEqualTo(Topics.DEFAULT.raw());
        });
    }

    @Test
    void the_same_events_sent_again_are_not_stored_again() throws Exception {
        try (LumberjackClient filebeat = Roles.connect(roles)) {
            Roles.send(
                    filebeat,
                    List.of(
                            BeatsEvent.of("nginx", "2026-11-23T00:00:01.000Z", 0, NGINX_LINE),
                            BeatsEvent.of(
                                    "application",
                                    "2026-11-20T00:00:09.000Z",
                                    1200,
                                    "{\"message\":\"the one after\"}")));
            filebeat.awaitAcknowledged();
        }
        await().atMost(PATIENCE)
                .until(() -> index.count("{\"query\":{\"match_phrase\":{\"message\":\"the one after\"}}}") == 1);
        assertThat(index.count("{\"query\":{\"term\":{\"source.address\":\"81.2.69.142\"}}}"))
                .isEqualTo(1);
    }

    @Test
    void only_events_of_the_configured_environment_are_echoed_on_stdout() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(roles.stdout())
                        .contains("payment refused", "started in 3 s", "no access log line at all"));
        assertThat(roles.stdout()).doesNotContain("of production");
    }

    @Test
    void each_of_a_thousand_hostile_documents_is_accepted_by_an_index_of_its_own() throws Exception {
        assumeTrue(
                TestServer.searchKind() == NodeKind.ELASTICSEARCH,
                "what OpenSearch does not take as it is, the sink mends: see HostileDocumentsTest there");
        String unfit = "{\"@timestamp\":\"2026-11-23T00:00:01.000Z\",\"source\":{\"ip\":\"no address\"}}";
        assertThat(HostileDocuments.refused(List.of(unfit), index))
                .as("what the mappings refuse is found out")
                .singleElement()
                .asString()
                .contains("failed to parse field [source.ip]");
        assertThat(HostileDocuments.refused(1_000, index)).isEmpty();
    }

    @Test
    void metrics_and_health_are_served() throws Exception {
        Matcher port = Pattern.compile("metrics and health on port (\\d+)").matcher(roles.stderr());
        assertThat(port.find()).isTrue();
        String admin = "http://localhost:" + port.group(1);
        assertThat(Index.get(admin + "/health/ready")).contains("\"status\":\"ready\"");
        assertThat(Index.get(admin + "/metrics"))
                .contains("jisu_logs_streams_events_total{logtype=\"nginx\",outcome=\"clean\"}")
                .contains("jisu_logs_streams_dead_total{reason=\"not_json\"} 1");
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.address()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
            });
        }
        return records;
    }
}
