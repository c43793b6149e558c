package com.jisu.logs.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.admin.AdminServer;
import com.jisu.logs.app.admin.EventStream;
import com.jisu.logs.app.admin.Health;
import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.app.retention.Headroom;
import com.jisu.logs.app.retention.HeadroomWatch;
import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.parsers.LogType;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's endpoints as a browser asks them, on a real broker; each test has topics of its own. */
class LivePageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 3;

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Admin kafkaAdmin;

    private final HttpClient http = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String unique = UUID.randomUUID().toString();
    private final Topics topics = new Topics("raw-" + unique, "parsed-" + unique, "dead-" + unique);
    private List<HeadroomWatch.Reading> headrooms = List.of();
    private LivePage page;
    private AdminServer admin;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory, 0);
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        kafkaAdmin = Admin.create(properties);
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        kafkaAdmin.close();
        kafka.close();
    }

    @BeforeEach
    void startPage() throws Exception {
        new TopicSetup(kafkaAdmin, topics).createMissing(PARTITIONS, Optional.empty());
        start(kafka.bootstrapServers());
    }

    private void start(String bootstrapServers) {
        List<Health> roles = List.of(
                new Health("streams", () -> true, () -> true, () -> "RUNNING"),
                new Health("sink", () -> true, () -> true, () -> "WAITING_FOR_ELASTICSEARCH"));
        page = new LivePage(
                new LivePage.Settings(
                        "127.0.0.1",
                        Optional.empty(),
                        topics,
                        "streams-" + unique,
                        "sink-" + unique,
                        Map.of("bootstrap.servers", bootstrapServers),
                        LetterText.raw()),
                metrics,
                roles,
                () -> headrooms,
                new SteadyClock());
        admin = AdminServer.start("127.0.0.1", 0, metrics, roles, page);
    }

    @AfterEach
    void stopPage() {
        page.close();
        admin.close();
    }

    @Test
    void the_status_says_how_long_retention_lasts_and_what_binds() throws Exception {
        headrooms = List.of(
                new HeadroomWatch.Reading("sink", topics.parsed(), new Headroom(7_200, "retention.bytes", 1)),
                new HeadroomWatch.Reading("streams", topics.raw(), new Headroom(Double.POSITIVE_INFINITY, "", 0)),
                new HeadroomWatch.Reading("streams", "own", new Headroom(Double.NaN, "", 0)));
        JsonNode roles = new ObjectMapper().readTree(get("/live/status").body()).path("roles");
        assertThat(roles.at("/sink/retention").toString())
                .isEqualTo("[{\"topic\":\"" + topics.parsed() + "\",\"seconds\":7200.0,\"limit\":\"retention.bytes\","
                        + "\"partition\":1,\"unlimited\":false}]");
        assertThat(roles.at("/streams/retention").toString())
                .isEqualTo("[{\"topic\":\"" + topics.raw()
                        + "\",\"unlimited\":true},{\"topic\":\"own\",\"unlimited\":false}]");
    }

    @Test
    void the_page_and_every_file_it_names_are_served_and_nothing_else_may_run() throws Exception {
        HttpResponse<String> index = get("/");
        assertThat(index.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(index.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(index.body())
                .doesNotContain("http://", "https://", "<style", " style=")
                .doesNotContainPattern("<script(?! type=\"module\" src=\"/live/page.js\"></script>)")
                .doesNotContainPattern(" on[a-z]+=");

        List<String> files = new ArrayList<>(named("(?:src|href)=\"(/live/[^\"]+)\"", index.body()));
        for (int i = 0; i < files.size(); i++) {
            HttpResponse<String> file = get(files.get(i));
            assertThat(file.statusCode()).as(files.get(i)).isEqualTo(200);
            assertThat(file.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(file.body()).doesNotContain("innerHTML", "eval(", "@import", "url(");
            named("from \"\\.(/[a-z]+\\.js)\"", file.body()).stream()
                    .map(name -> "/live" + name)
                    .filter(name -> !files.contains(name))
                    .forEach(files::add);
        }
        assertThat(files).contains("/live/page.css", "/live/icon.svg", "/live/tail.js", "/live/samples.js");
        assertThat(get("/live/../logback.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void the_status_tells_roles_meters_and_the_backlog_of_their_groups() throws Exception {
        metrics.counter("jisu.logs.streams.events", "logtype", "nginx").increment(7);
        metrics.counter("somebody.elses").increment();
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>(topics.raw(), 1, null, new byte[] {'{', '}'}));
        }
        producer.flush();
        kafkaAdmin
                .alterConsumerGroupOffsets(
                        "streams-" + unique, Map.of(new TopicPartition(topics.raw(), 1), new OffsetAndMetadata(4)))
                .all()
                .get();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode streams = status().at("/roles/streams");
            assertThat(streams.at("/backlog/events").asLong(-1)).isEqualTo(6);
            assertThat(streams.at("/backlog/oldestMillis").asLong(-1)).isBetween(0L, 60_000L);
        });
        JsonNode status = status();
        assertThat(status.at("/logTypes")).extracting(JsonNode::asText).containsExactlyElementsOf(LogType.names());
        assertThat(status.at("/roles").fieldNames()).toIterable().containsExactly("streams", "sink");
        assertThat(status.at("/roles/streams/state").asText()).isEqualTo("RUNNING");
        assertThat(status.at("/roles/sink/state").asText()).isEqualTo("WAITING_FOR_ELASTICSEARCH");
        assertThat(status.at("/roles/sink/backlog/events").asLong(-1)).isZero();
        assertThat(status.at("/roles/sink/backlog/oldestMillis").asLong(-1)).isZero();
        assertThat(status.at("/meters"))
                .singleElement()
                .isEqualTo(JSON.readTree(
                        "{\"name\":\"jisu.logs.streams.events\",\"tags\":{\"logtype\":\"nginx\"},\"count\":7.0}"));
    }

    @Test
    void events_appear_as_they_are_parsed() throws Exception {
        try (ServerSentEvents viewer = view("")) {
            viewer.awaitReading();
            parsed(
                    "nginx",
                    "{\"@timestamp\":\"2026-11-24T10:00:00.5Z\",\"environment\":\"production\","
                            + "\"message\":\"GET / <b>\",\"tags\":[\"_x\"],\"host\":{\"name\":\"web-1\"},"
                            + "\"http\":{\"response\":{\"status_code\":404}}}");
            JsonNode row = viewer.await("row", any -> true);

            assertThat(row.at("/time").asText()).isEqualTo("2026-11-24T10:00:00.5Z");
            assertThat(row.at("/type").asText()).isEqualTo("nginx");
            assertThat(row.at("/environment").asText()).isEqualTo("production");
            assertThat(row.at("/severity").asText()).isEqualTo("404");
            assertThat(row.at("/source").asText()).isEqualTo("web-1");
            assertThat(row.at("/message").asText()).isEqualTo("GET / <b>");
            assertThat(row.at("/tags/0").asText()).isEqualTo("_x");
            assertThat(row.at("/at").asText()).startsWith(topics.parsed() + "-");
            assertThat(JSON.readTree(row.at("/document").asText())
                            .at("/host/name")
                            .asText())
                    .isEqualTo("web-1");
            viewer.await("counts", counts -> counts.at("/sent").asLong() == 1);
        }
    }

    /** Each member of a row in turn is as large as an event can be; the others are of the kinds that take most room in JSON. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@timestamp",
                "message",
                "log.level",
                "environment",
                "service.name",
                "container.name",
                "tags",
                "x"
            })
    void no_event_makes_a_row_that_is_larger_than_the_page_may_hold(String large) throws Exception {
        String text = "\\u0001\\\"\u4e16\ud83d\ude00".repeat(30_000);
        try (ServerSentEvents viewer = view("")) {
            viewer.awaitReading();
            parsed(
                    "t".repeat(100_000),
                    "{\"%s\":\"%s\",\"n\":1}"
                            .formatted(large.replace(".", "\":{\""), text)
                            .replace("\",\"n\"", large.contains(".") ? "\"},\"n\"" : "\",\"n\""));
            JsonNode row = viewer.await("row", any -> true);

            assertThat(bytes(row)).isLessThan(EventStream.MAX_EVENT_BYTES);
            assertThat(row.at("/document").asText()).contains(" more bytes)");
            assertThat(row.at("/type").asText()).hasSizeLessThan(150).contains(" more characters)");
        }
    }

    @Test
    void tags_are_bounded_in_number_and_length() throws Exception {
        String tags = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"" + i + "x".repeat(i == 1 ? 100_000 : 10) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        try (ServerSentEvents viewer = view("")) {
            viewer.awaitReading();
            parsed("nginx", "{\"tags\":" + tags + "}");
            JsonNode row = viewer.await("row", any -> true);

            assertThat(row.at("/tags")).hasSize(21);
            assertThat(row.at("/tags/0").asText()).isEqualTo("0xxxxxxxxxx");
            assertThat(row.at("/tags/1").asText()).hasSizeLessThan(100).endsWith("(99937 more characters)");
            assertThat(row.at("/tags/20").asText()).isEqualTo("… (49980 more tags)");
            assertThat(bytes(row)).isLessThan(EventStream.MAX_EVENT_BYTES);
        }
    }

    private static int bytes(JsonNode row) {
        return row.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void filters_are_applied_on_the_server_and_to_each_viewer_alone() throws Exception {
        try (ServerSentEvents nginx = view("?type=nginx");
                ServerSentEvents other = view("?type=other");
                ServerSentEvents staging = view("?environment=STAGING");
                ServerSentEvents text = view("?text=%C3%9Cber%2Fshop");
                ServerSentEvents both = view("?type=docker&text=fin")) {
            for (ServerSentEvents viewer : List.of(nginx, other, staging, text, both)) {
                viewer.awaitReading();
            }
            parsed("nginx", "{\"message\":\"1\"}");
            parsed("mainframe", "{\"message\":\"2\"}");
            parsed(null, "{\"message\":\"3\"}");
            parsed("application", "{\"message\":\"4\",\"fields\":{\"environment\":\"staging\"}}");
            parsed("docker", "{\"message\":\"5\",\"environment\":\"production\",\"a\":[{\"b\":\"x über\\/shop y\"}]}");
            parsed("docker", "{\"message\":\"6\",\"note\":\"fine\"}");
            parsed("application", "no JSON, fin");

            for (ServerSentEvents viewer : List.of(nginx, other, staging, text, both)) {
                viewer.await("counts", counts -> counts.at("/seen").asLong() == 7);
            }
            assertThat(messages(nginx)).containsExactly("1");
            assertThat(messages(other)).containsExactlyInAnyOrder("2", "3");
            assertThat(messages(staging)).containsExactly("4");
            assertThat(messages(text)).containsExactly("5");
            assertThat(messages(both)).containsExactly("6");
        }
    }

    @Test
    void a_filter_that_is_too_long_is_refused() throws Exception {
        HttpResponse<String> answer = get("/live/tail?text=" + "x".repeat(201));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("text", "200 characters");
    }

    @Test
    void what_a_viewer_can_not_follow_is_left_out_and_counted() throws Exception {
        try (ServerSentEvents viewer = view("")) {
            viewer.awaitReading();
            for (int i = 0; i < 15_000; i++) {
                send("nginx", "{\"message\":\"" + i + "\"}");
            }
            producer.flush();
            JsonNode end = viewer.await(
                    "counts",
                    counts ->
                            counts.at("/seen").asLong() + counts.at("/skipped").asLong() == 15_000);

            assertThat(end.at("/matched").asLong()).isEqualTo(end.at("/seen").asLong());
            assertThat(end.at("/sent").asLong()).isBetween(200L, 5_000L);
            assertThat(viewer.all("row").size()).isLessThan(5_000);
        }
    }

    @Test
    void the_last_dead_letters_come_with_reason_and_payload_and_new_ones_follow() throws Exception {
        for (int i = 0; i < 30; i++) {
            dead("not_json", "old " + i);
        }
        try (ServerSentEvents viewer = view("")) {
            JsonNode old = viewer.await("dead", letters -> letters.size() == 20);
            assertThat(old).noneMatch(letter -> letter.at("/payload").asText().equals("old 9"));
            assertThat(old.at("/0/payload").asText()).isEqualTo("old 29");
            assertThat(old.at("/0/reason").asText()).isEqualTo("not_json");
            assertThat(old.at("/0/stage").asText()).isEqualTo("streams");
            assertThat(old.at("/0/error").asText()).isEqualTo("<i>why</i>");
            assertThat(old.at("/0/from").asText()).isEqualTo("raw-topic-2 @ 77");

            dead("mapping", "x".repeat(100_000));
            producer.send(new ProducerRecord<>(topics.dead(), 0, null, null)).get(); // not one of ours
            JsonNode withNew = viewer.await(
                    "dead", letters -> letters.at("/1/reason").asText().equals("mapping"));
            assertThat(withNew).hasSize(20);
            assertThat(withNew.at("/0/payload").asText()).isEmpty();
            assertThat(withNew.at("/1/bytes").asInt()).isEqualTo(100_000);
            assertThat(withNew.at("/1/payload").asText()).hasSizeLessThan(2_100).contains("98000 more bytes");
        }
    }

    @Test
    void dead_letters_that_somebody_else_wrote_are_bounded_too() throws Exception {
        for (int i = 0; i < 20; i++) {
            RecordHeaders headers = new RecordHeaders();
            new DeadLetter(
                            DeadLetter.Stage.SINK,
                            "\u0001".repeat(20_000),
                            "\u0001".repeat(20_000),
                            "\"".repeat(20_000),
                            2,
                            77,
                            0)
                    .addTo(headers);
            byte[] payload = "\u0001".repeat(50_000).getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topics.dead(), 0, null, null, payload, headers))
                    .get();
        }
        try (ServerSentEvents viewer = view("")) {
            JsonNode letters = viewer.await("dead", all -> all.size() == 20);
            assertThat(bytes(letters)).isLessThan(EventStream.MAX_EVENT_BYTES);
            assertThat(letters.at("/0/payload").asText()).contains("more bytes)");
        }
    }

    @Test
    void as_many_as_may_watch_share_one_reader_and_one_more_is_refused() throws Exception {
        List<ServerSentEvents> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < LiveTail.MAX_VIEWERS; i++) {
                viewers.add(view(""));
            }
            viewers.get(0).awaitReading();
            assertThat(threads("live-tail")).hasSize(1);
            assertThatThrownBy(() -> view("")).hasMessageContaining("503").hasMessageContaining("8 watch");
            assertThat(status().at("/viewers/now").asInt()).isEqualTo(8);

            viewers.remove(0).close();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(status().at("/viewers/now").asInt()).isEqualTo(7));
            viewers.add(view(""));
        } finally {
            for (ServerSentEvents viewer : viewers) {
                viewer.close();
            }
        }
    }

    @Test
    void nothing_is_read_before_somebody_looks_and_after_the_last_has_gone() throws Exception {
        assertThat(threads("live-")).isEmpty();
        get("/");
        get("/metrics");
        get("/health/ready");
        assertThat(threads("live-")).isEmpty();

        status();
        try (ServerSentEvents viewer = view("")) {
            viewer.awaitReading();
            assertThat(threads("live-")).hasSize(2);
        }
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(threads("live-")).isEmpty());
    }

    @Test
    void while_kafka_is_away_the_page_says_so_and_answers_on() throws Exception {
        page.close();
        admin.close();
        start("127.0.0.1:1");
        try (ServerSentEvents viewer = view("")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    status().at("/roles/sink/backlog/problem").asText())
                            .isNotEmpty());
            JsonNode problem = viewer.await("problem", any -> true);
            assertThat(problem.asText()).contains("Kafka can not be read");
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private static List<String> messages(ServerSentEvents viewer) {
        return viewer.all("row").stream()
                .map(row -> row.at("/message").asText())
                .toList();
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private void parsed(String logType, String document) throws Exception {
        send(logType, document);
        producer.flush();
    }

    private void send(String logType, String document) {
        RecordHeaders headers = new RecordHeaders();
        if (logType != null) {
            headers.add(ParsedHeaders.LOG_TYPE, logType.getBytes(StandardCharsets.UTF_8));
        }
        producer.send(new ProducerRecord<>(
                topics.parsed(), null, null, null, document.getBytes(StandardCharsets.UTF_8), headers));
    }

    private void dead(String reason, String payload) throws Exception {
        RecordHeaders headers = new RecordHeaders();
        new DeadLetter(DeadLetter.Stage.STREAMS, reason, "<i>why</i>", "raw-topic", 2, 77, 0).addTo(headers);
        producer.send(new ProducerRecord<>(
                        topics.dead(), 0, null, null, payload.getBytes(StandardCharsets.UTF_8), headers))
                .get();
    }

    private ServerSentEvents view(String query) throws IOException, InterruptedException {
        return ServerSentEvents.open(http, uri("/live/tail" + query));
    }

    private JsonNode status() throws Exception {
        return JSON.readTree(get("/live/status").body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + admin.port() + path);
    }

    private static List<String> named(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
