package com.jisu.logs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a node of each kind. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class EmbeddedNodeTest {

    private static final String MAPPING = """
            {
              "settings": {"number_of_replicas": 0},
              "mappings": {"properties": {
                "place": {"type": "geo_point"},
                "source": {"properties": {"ip": {"type": "ip"}}},
                "clientip": {"type": "alias", "path": "source.ip"},
                "labels": {"type": "%s"}
              }}
            }""";

    private static final String DOCUMENT = """
            {"place": {"lat": 37.5, "lon": 127.0}, "source": {"ip": "192.0.2.1"}, "labels": {"team": "red"}}""";

    private static final String MATCH_ALL = "{\"match_all\": {}}";

    private static final String BOX_AROUND_PLACE = """
            {"geo_bounding_box": {"place": {
              "top_left": {"lat": 38, "lon": 126}, "bottom_right": {"lat": 37, "lon": 128}}}}""";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path sharedDirectory;

    @TempDir
    Path directory;

    private final NodeKind kind;
    private final String typeOfLabels;
    private EmbeddedNode shared;

    /** @param typeOfLabels a field's type for objects with keys of any kind */
    EmbeddedNodeTest(NodeKind kind, String typeOfLabels) {
        this.kind = kind;
        this.typeOfLabels = typeOfLabels;
    }

    @BeforeAll
    void start() {
        shared = EmbeddedNode.start(kind, sharedDirectory, 0);
    }

    @AfterAll
    void stop() {
        shared.close();
    }

    @Test
    void the_field_types_of_the_index_template_are_indexed_and_searched() throws Exception {
        send(shared, "PUT", "/typed", MAPPING.formatted(typeOfLabels));
        send(shared, "POST", "/typed/_doc?refresh=true", DOCUMENT);

        assertThat(count(shared, "/typed", "{\"term\": {\"clientip\": \"192.0.2.0/24\"}}"))
                .isOne();
        assertThat(count(shared, "/typed", "{\"term\": {\"clientip\": \"198.51.100.0/24\"}}"))
                .isZero();
        assertThat(count(shared, "/typed", "{\"term\": {\"labels.team\": \"red\"}}"))
                .isOne();
        assertThat(count(shared, "/typed", BOX_AROUND_PLACE)).isOne();
    }

    @Test
    void a_restart_on_the_same_directory_and_port_continues_with_the_data() throws Exception {
        int port;
        try (EmbeddedNode node = EmbeddedNode.start(kind, directory, 0)) {
            port = node.port();
            send(node, "POST", "/lines/_doc", DOCUMENT);
        }
        try (EmbeddedNode node = EmbeddedNode.start(kind, directory, port)) {
            assertThat(node.url()).isEqualTo(URI.create("http://127.0.0.1:" + port));
            assertThat(count(node, "/lines", MATCH_ALL)).isOne();
        }
    }

    @Test
    void a_killed_node_comes_back_with_every_acknowledged_document() throws Exception {
        EmbeddedNode killed = EmbeddedNode.start(kind, directory, 0);
        for (int i = 0; i < 50; i++) {
            send(killed, "PUT", "/lines/_create/" + i, DOCUMENT);
        }
        killed.kill();
        assertThat(ProcessHandle.of(killed.pid())).isEmpty();

        try (EmbeddedNode node = EmbeddedNode.start(kind, directory, killed.port())) {
            assertThat(count(node, "/lines", MATCH_ALL)).isEqualTo(50);
        }
    }

    @Test
    void a_node_stops_when_its_parent_is_killed_and_the_next_start_waits_for_that() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + kind.homeProperty() + "=" + System.getProperty(kind.homeProperty()),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeParent.class.getName(),
                        kind.name(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] pidAndPort = parent.inputReader().readLine().split(" "); // the parent says so when its node is ready
        ProcessHandle node = ProcessHandle.of(Long.parseLong(pidAndPort[0])).orElseThrow();
        assertThat(node.isAlive()).isTrue();

        parent.destroyForcibly().waitFor();

        int port = Integer.parseInt(pidAndPort[1]);
        try (EmbeddedNode next = EmbeddedNode.start(kind, directory, port)) {
            assertThat(next.pid()).isNotEqualTo(node.pid());
            await().atMost(Duration.ofSeconds(10)).until(() -> !node.isAlive());
        }
    }

    @Test
    void an_interrupt_from_the_terminal_does_not_reach_the_node() throws Exception {
        for (String signal : List.of("INT", "HUP")) {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(shared.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
        send(shared, "POST", "/interrupted/_doc?refresh=true", DOCUMENT);
        assertThat(count(shared, "/interrupted", MATCH_ALL)).isOne();
    }

    @Test
    void a_taken_port_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedNode.start(kind, directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage(kind.title() + " cannot listen on port " + taken.getLocalPort() + ": it is taken");
        }
    }

    @Test
    void a_directory_in_use_is_named() {
        assertThatThrownBy(() -> EmbeddedNode.start(kind, sharedDirectory, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessage(
                        kind.title() + " cannot use " + sharedDirectory + ": another " + kind.title() + " runs in it");
    }

    private static int count(EmbeddedNode node, String index, String query) throws Exception {
        String answer = send(node, "POST", index + "/_count", "{\"query\": " + query + "}");
        return Integer.parseInt(answer.replaceFirst("^\\{\"count\":(\\d+),.*$", "$1"));
    }

    private static String send(EmbeddedNode node, String method, String path, String body)
            throws IOException, InterruptedException {
        var response = HTTP.send(
                HttpRequest.newBuilder(node.url().resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return response.body();
    }
}
