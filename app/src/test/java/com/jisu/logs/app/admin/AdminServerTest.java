package com.jisu.logs.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.app.api.UserError;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdminServerTest {

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final AtomicReference<EventStream> stream = new AtomicReference<>();
    private final AtomicBoolean streamClosed = new AtomicBoolean();
    private final CountDownLatch waiting = new CountDownLatch(2);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private final AdminServer admin = AdminServer.start(
            "127.0.0.1",
            0,
            metrics,
            List.of(new Health("sink", ready::get, live::get, () -> ready.get() ? "RUNNING" : "STARTING")),
            this::other);

    private Answer other(Request request) {
        return switch (request.path()) {
            case "/stream" ->
                Answer.events(opened -> {
                    opened.onClose(() -> streamClosed.set(true));
                    stream.set(opened);
                });
            case "/slow-stream" -> Answer.events(opened -> opened.send("row", "x".repeat(100_000)));
            case "/wait" -> {
                waiting.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                yield Answer.text(200, "done\n");
            }
            case "/fault" -> throw new IllegalStateException("a fault of ours");
            default -> Answer.text(404, "no " + request.path() + " " + request.parameter("q") + "\n");
        };
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void metrics_and_health_are_answered() throws Exception {
        metrics.counter("jisu.logs.test").increment(3);

        assertThat(get("/metrics").body()).contains("jisu_logs_test_total 3.0");
        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"up\"}\n");
        assertThat(get("/health/ready").body()).isEqualTo("{\"roles\":{\"sink\":\"RUNNING\"},\"status\":\"ready\"}\n");
    }

    @Test
    void readiness_is_refused_while_a_role_is_not_ready() throws Exception {
        ready.set(false);
        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"sink\":\"STARTING\"", "not ready");
    }

    @Test
    void a_role_that_hangs_is_named_and_not_live() throws Exception {
        live.set(false);
        HttpResponse<String> answer = get("/health/live");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"hangs\",\"roles\":[\"sink\"]}\n");
    }

    @Test
    void another_path_goes_to_the_other_endpoint() throws Exception {
        HttpResponse<String> answer = get("/else?q=%C3%A9%3C");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("no /else é<\n");
    }

    @Test
    void a_fault_of_ours_is_a_plain_500_and_the_port_goes_on() throws Exception {
        assertThat(get("/fault").statusCode()).isEqualTo(500);
        assertThat(get("/fault").body()).doesNotContain("a fault of ours");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void head_has_the_headers_only_and_other_methods_are_refused() throws Exception {
        HttpResponse<String> head =
                send(HttpRequest.newBuilder(uri("/health/live")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(16);
        assertThat(head.body()).isEmpty();

        HttpResponse<String> post =
                send(HttpRequest.newBuilder(uri("/metrics")).POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    @Test
    void requests_of_one_packet_are_answered_in_their_order() throws Exception {
        try (Socket client = connect()) {
            write(
                    client,
                    "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /first HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(all).containsSubsequence("200 OK", "404 Not Found", "no /first", "404 Not Found", "no /second");
        }
    }

    @Test
    void a_request_that_comes_in_pieces_is_answered() throws Exception {
        String longerThanOneRead = "x".repeat(3_000);
        try (Socket client = connect()) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            for (int i = 0; i < 2; i++) { // on a new connection, and on one that was used
                write(client, "GET /" + longerThanOneRead);
                get("/health/live"); // by now the first piece has been read
                write(client, " HTTP/1.1\r\nHost: x\r\n\r\n");

                assertThat(answers.readLine()).isEqualTo("HTTP/1.1 404 Not Found");
                while (!answers.readLine().isEmpty()) {
                    // the headers
                }
                assertThat(answers.readLine()).startsWith("no /" + longerThanOneRead);
            }
        }
    }

    @Test
    void what_can_not_be_read_as_http_is_refused_and_the_connection_ends() throws Exception {
        String tooLong = "x".repeat(9_000);
        for (String garbage : List.of(
                "GET / NO-HTTP\r\n\r\n",
                "GET /" + tooLong + " HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: " + tooLong + "\r\n\r\n")) {
            try (Socket client = connect()) {
                write(client, garbage);
                String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(all).startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void a_request_with_a_large_body_is_refused() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/metrics"))
                .method("GET", HttpRequest.BodyPublishers.ofString("x".repeat(5000))));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void a_connection_too_many_takes_the_place_of_the_one_that_was_idle_longest() throws Exception {
        try (Sockets held = new Sockets()) {
            for (int i = 0; i < 64; i++) {
                assertAlive(held.add(connect()));
            }
            assertAlive(held.add(connect()));

            held.get(0).setSoTimeout(20_000);
            String all = new String(held.get(0).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).as("the rest of its answer, and its end").endsWith("{\"status\":\"up\"}\n");
            write(held.get(1), "GET /else?q=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(new String(held.get(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("no /else x\n");
        }
    }

    @Test
    void streams_keep_their_places() throws Exception {
        try (Sockets held = new Sockets()) {
            write(held.add(connect()), "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> stream.get() != null);
            for (int i = 0; i < 200; i++) {
                assertAlive(held.add(connect()));
            }
            assertThat(stream.get().send("row", "{}")).isTrue();
            assertThat(streamClosed).isFalse();
        }
    }

    /** What slow clients do, in more connections than there may be: until the test ends, or until they are cut off. */
    enum Slow {
        SAYS_NOTHING(""),
        NEVER_ENDS_ITS_HEADERS("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: "),
        NEVER_SENDS_ITS_BODY("GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"),
        NEVER_READS_METRICS("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10)),
        NEVER_READS_PROBES("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10)),
        NEVER_READS_A_STREAM("GET /slow-stream HTTP/1.1\r\nHost: x\r\n\r\n");

        private final String request;

        Slow(String request) {
            this.request = request;
        }
    }

    @ParameterizedTest
    @EnumSource(Slow.class)
    void slow_connections_do_not_keep_probes_waiting(Slow slow) throws Exception {
        for (int i = 0; i < 3_000; i++) { // half a megabyte of metrics
            metrics.counter("jisu.logs.test", "number", "some longer text for the number " + i)
                    .increment();
        }
        try (Sockets held = new Sockets()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 100; i++) {
                    Socket client = held.add(new Socket());
                    client.setReceiveBufferSize(4096);
                    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.port()));
                    write(client, slow.request);
                }
                for (String path : List.of("/health/live", "/health/ready")) {
                    assertThat(fastestProbe(path))
                            .as("%s, round %d", path, round)
                            .isLessThan(Duration.ofSeconds(1));
                }
            }
        }
    }

    /** How long a probe takes; the fastest of three, as the machine has other things to do. */
    private Duration fastestProbe(String path) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (Socket probe = connect()) {
                probe.setSoTimeout(20_000);
                write(probe, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200");
            }
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return Duration.ofNanos(fastest);
    }

    @Test
    void probes_do_not_wait_for_what_makes_the_workers_wait() throws Exception {
        try (Sockets held = new Sockets()) {
            for (int i = 0; i < 50; i++) {
                write(held.add(connect()), "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void events_are_streamed_as_they_come() throws Exception {
        try (Socket client = connect()) {
            write(client, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> stream.get() != null);
            assertThat(stream.get().send("row", "{\"a\":\"ü\"}")).isTrue();

            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            List<String> read = new ArrayList<>();
            while (!read.contains("data: {\"a\":\"ü\"}")) {
                read.add(lines.readLine());
            }
            assertThat(read).contains("Content-Type: text/event-stream");
            assertThat(read).containsSubsequence("event: row", "data: {\"a\":\"ü\"}");
        }
        await().atMost(Duration.ofSeconds(20)).untilTrue(streamClosed);
        assertThat(stream.get().send("row", "{}")).isFalse();
    }

    @Test
    void a_reader_that_takes_nothing_holds_a_bounded_amount_and_delays_nobody() throws Exception {
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.port()));
            write(client, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> stream.get() != null);

            String kilobyte = "x".repeat(1000);
            CountDownLatch done = new CountDownLatch(1);
            int[] sent = new int[1];
            Thread producer = new Thread(() -> {
                for (int i = 0; i < 100_000; i++) {
                    sent[0] += stream.get().send("row", kilobyte) ? 1 : 0;
                }
                done.countDown();
            });
            producer.start();

            assertThat(done.await(60, TimeUnit.SECONDS))
                    .as("sending never waits")
                    .isTrue();
            assertThat(sent[0]).as("kilobytes taken of 100 MB").isBetween(1, 2_000);
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_taken_port_is_one_clear_line() {
        assertThatThrownBy(() -> AdminServer.start("127.0.0.1", admin.port(), metrics, List.of(), this::other))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the admin port 127.0.0.1:" + admin.port() + " can not be opened: ")
                .hasMessageEndingWith("; set admin.host or admin.port");
    }

    /** Closes all of them at the end. */
    private static final class Sockets implements AutoCloseable {

        private final List<Socket> all = new ArrayList<>();

        Socket add(Socket socket) {
            all.add(socket);
            return socket;
        }

        Socket get(int number) {
            return all.get(number);
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : all) {
                socket.close();
            }
        }
    }

    private void assertAlive(Socket client) throws IOException {
        write(client, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), admin.port());
    }

    private static void write(Socket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + admin.port() + path);
    }
}
