package com.jisu.logs.sink;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.sink.ElasticsearchSink.State;
import com.jisu.logs.sink.api.SinkSettings;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An Elasticsearch that is busy, refuses for a while, or answers badly: by a proxy before the real node. */
@Tag("long")
class PressureTest extends RealSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration BUSY = Duration.ofMillis(20);

    @Test
    void a_busy_elasticsearch_gets_fewer_requests_and_every_document_once() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        fixture.batch = new SinkSettings.Batch(64 * 1024, 100, Duration.ofMillis(50));
        fixture.requestsInFlight = 8;
        // Node and proxy take two requests at once. One is under way until the node has answered it, and a busy node
        // takes its time: were it done at once, the sink could have more requests in hand than the node ever sees
        // together.
        fixture.proxy().fail((exchange, body) -> {
            int now = underWay.incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            if (now <= 2) {
                return false;
            }
            underWay.decrementAndGet();
            refused.incrementAndGet();
            return answer(exchange, 429, "{\"error\":{\"reason\":\"too many\"}}");
        });
        fixture.proxy().tamper((exchange, response) -> {
            LockSupport.parkNanos(BUSY.toNanos());
            underWay.decrementAndGet();
            return false;
        });
        fixture.sendNumbered(10_000);
        fixture.startSink();
        fixture.awaitCount(10_000);
        assertThat(fixture.deadLetters()).isZero();
        assertThat(refused).as("it found out how many are taken").hasPositiveValue();
        assertThat(most).as("far fewer than the 8 that are allowed").hasValueLessThan(5);
        assertThat(fixture.gauge("limit")).isLessThan(5);
    }

    @Test
    void documents_refused_as_too_many_are_sent_again_alone() throws Exception {
        AtomicInteger documents = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        fixture.proxy().fail((exchange, body) -> {
            documents.compareAndSet(0, lines(body) / 2);
            return false;
        });
        // The node has stored what the proxy says was refused: sent again it is a duplicate, and so can be counted.
        fixture.proxy()
                .tamper((exchange, response) ->
                        refused.get() == 0 && answer(exchange, 200, everyThirdRefused(documents.get(), refused)));
        fixture.requestsInFlight = 1;
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            fixture.sendNumbered(1_000);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(1_000));
            assertThat(log.lines("does not take all that is sent (429 es_rejected_execution_exception"))
                    .hasSize(1);
        }
        fixture.awaitCount(1_000);
        assertThat(refused).hasPositiveValue();
        fixture.awaitMetric(refused.get(), "documents", "result", "duplicate");
        fixture.awaitMetric(refused.get(), "retried", "reason", "busy");
    }

    @Test
    void a_request_too_large_is_halved_and_a_lone_giant_becomes_a_dead_letter() throws Exception {
        int limit = 100_000;
        fixture.proxy().fail((exchange, body) -> body.length > limit && answer(exchange, 413, ""));
        for (int i = 0; i < 1_000; i++) {
            fixture.send("small-" + i, "{\"message\":\"" + "x".repeat(900) + "\"}", Fixture.DAY_1);
        }
        fixture.send("giant", "{\"message\":\"" + "x ".repeat(limit) + "\"}", Fixture.DAY_1);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(1_000);
        var dead = fixture.awaitDeadLetters(1).get(0);
        assertThat(new String(dead.key(), UTF_8)).isEqualTo("giant");
        assertThat(DeadLetter.last(dead.headers()).orElseThrow().reason()).isEqualTo("too_large");
        fixture.awaitMetric(1, "documents", "result", "dead");
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(1_001));
    }

    @Test
    void a_status_that_speaks_of_no_document_is_waited_out_and_told_once() throws Exception {
        try (SinkLog log = new SinkLog()) {
            ElasticsearchSink sink = fixture.startSink();
            int sent = 0;
            for (int status : List.of(500, 502, 503, 504, 400, 401, 403, 404)) {
                String why = "not now " + status;
                double retried = fixture.metric("retried", "reason", "unreachable");
                fixture.proxy()
                        .fail((exchange, body) -> answer(exchange, status, "{\"error\":{\"reason\":\"" + why + "\"}}"));
                for (int i = 0; i < 100; i++) {
                    fixture.send("id-" + sent++, "{\"n\":1}", Fixture.DAY_1);
                }
                fixture.flush();
                await().until(() -> fixture.metric("retried", "reason", "unreachable") > retried);
                await().until(() ->
                        Set.of(State.STARTING, State.WAITING_FOR_ELASTICSEARCH).contains(sink.state()));
                assertThat(fixture.gauge("waiting") + (sink.state() == State.STARTING ? 1 : 0))
                        .isOne();
                assertThat(fixture.committed()).isEqualTo(sent - 100);
                fixture.proxy().heal();
                int all = sent;
                await(why)
                        .atMost(LONG)
                        .untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(all));
                await().until(() -> sink.state() == State.RUNNING);
            }
            fixture.awaitCount(sent);
            assertThat(fixture.deadLetters()).isZero();
            // Within ten seconds the log tells one reason only; each outage has its begin or its end in it.
            assertThat(log.lines("takes no documents: HTTP 500: not now 500")).hasSize(1);
            assertThat(log.lines("takes no documents")).hasSizeLessThanOrEqualTo(8);
            assertThat(log.lines("takes documents again")).isNotEmpty();
        }
    }

    @Test
    void a_cluster_that_is_back_and_busy_is_not_hammered_by_a_sink_that_stays_in_its_group() throws Exception {
        fixture.consumer = Map.of("max.poll.interval.ms", 4_000);
        fixture.proxy().fail((exchange, body) -> answer(exchange, 503, "{}"));
        fixture.startSink();
        fixture.sendNumbered(500);
        await().until(() -> fixture.metric("retried", "reason", "unreachable") > 0);
        await().until(() -> fixture.workers().size() == 1);
        List<String> members = fixture.workers();
        AtomicInteger requests = new AtomicInteger();
        fixture.proxy().fail((exchange, body) -> {
            requests.incrementAndGet();
            return answer(exchange, 429, "{}");
        });
        await().atMost(LONG).until(() -> requests.get() > 1);
        await().during(Duration.ofSeconds(5)).atMost(LONG).until(() -> requests.get() < 200);
        assertThat(fixture.workers()).isEqualTo(members);
        fixture.proxy().heal();
        fixture.awaitCount(500);
    }

    @Test
    void a_document_that_no_request_can_hold_becomes_a_dead_letter_and_holds_up_no_other() throws Exception {
        fixture.proxy()
                .fail((exchange, body) -> new String(body, UTF_8).contains("poison")
                        && answer(exchange, 400, "{\"error\":{\"type\":\"parse_exception\",\"reason\":\"bad\"}}"));
        fixture.sendNumbered(200);
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(200);
        var dead = fixture.awaitDeadLetters(1).get(0);
        assertThat(new String(dead.key(), UTF_8)).isEqualTo("bad");
        assertThat(DeadLetter.last(dead.headers()).orElseThrow().reason()).isEqualTo("malformed");
        fixture.awaitMetric(1, "dead", "reason", "malformed");
    }

    @Test
    void connections_cut_before_and_after_the_node_lose_and_double_nothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        fixture.batch = new SinkSettings.Batch(64 * 1024, 100, Duration.ofMillis(50));
        fixture.proxy().fail((exchange, body) -> random.nextInt(10) == 0);
        fixture.proxy().tamper((exchange, response) -> {
            int dice = random.nextInt(10);
            return dice == 0 || dice == 1 && halfAnswer(exchange, response.body());
        });
        fixture.startSink();
        fixture.sendNumbered(5_000);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(fixture.committed()).as("seed %d", seed).isEqualTo(5_000));
        fixture.awaitCount(5_000);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void a_request_whose_size_cuts_the_connection_is_halved_until_it_passes() throws Exception {
        fixture.proxy().fail((exchange, body) -> body.length > 20_000);
        for (int i = 0; i < 200; i++) {
            fixture.send("id-" + i, "{\"message\":\"" + "x".repeat(300) + "\"}", Fixture.DAY_1);
        }
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(200);
        await().until(() -> fixture.metric("retried", "reason", "split") > 0);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void an_answer_that_is_whole_http_and_half_json_is_no_answer() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        fixture.proxy()
                .tamper((exchange, response) -> answers.getAndIncrement() == 0
                        && answer(exchange, 200, "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}}"));
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            fixture.sendNumbered(100);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(100));
            fixture.awaitCount(100);
            await().until(() -> fixture.metric("documents", "result", "duplicate") > 0);
            assertThat(log.lines("answer to a bulk request can not be read: it ends too early"))
                    .hasSize(1);
        }
    }

    @Test
    void a_request_without_an_answer_in_time_is_sent_again() throws Exception {
        fixture.requestTimeout = Duration.ofSeconds(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        fixture.proxy().fail((exchange, body) -> {
            if (requests.getAndIncrement() > 0) {
                return false;
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        fixture.startSink();
        fixture.sendNumbered(100);
        fixture.awaitCount(100);
        end.countDown();
    }

    @Test
    void a_blocked_index_holds_up_its_own_documents_only_and_recovers_by_itself() throws Exception {
        fixture.send("a", "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
        ElasticsearchSink sink = fixture.startSink();
        fixture.awaitCount(1);
        for (String block : List.of("read_only_allow_delete", "write", "read_only")) {
            fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1) + "/_settings", block(block, "true"));
            fixture.send("blocked-by-" + block, "{\"n\":2}", Fixture.DAY_1);
            fixture.send("free-of-" + block, "{\"n\":2}", Fixture.DAY_2);
            fixture.flush();
            await().until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
            await().until(() ->
                    fixture.document(Fixture.DAY_2, "free-of-" + block).has("n"));
            assertThat(fixture.document(Fixture.DAY_1, "blocked-by-" + block).has("n"))
                    .isFalse();
            fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1) + "/_settings", block(block, "null"));
            await().until(() ->
                    fixture.document(Fixture.DAY_1, "blocked-by-" + block).has("n"));
            await().until(() -> sink.state() == State.RUNNING);
        }
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void few_documents_of_a_blocked_index_in_every_request_do_not_stop_the_others() throws Exception {
        fixture.send("a", "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
        fixture.batch = new SinkSettings.Batch(1024 * 1024, 100, Duration.ofMillis(50));
        fixture.requestsInFlight = 2;
        fixture.startSink();
        fixture.awaitCount(1);
        fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1) + "/_settings", block("write", "true"));
        for (int i = 0; i < 3_000; i++) {
            fixture.send("id-" + i, "{\"n\":2}", i % 50 == 0 ? Fixture.DAY_1 : Fixture.DAY_2);
        }
        fixture.flush();
        fixture.awaitCount(1 + 2_940);
        fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1) + "/_settings", block("write", "null"));
        fixture.awaitCount(1 + 3_000);
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(3_001));
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void a_document_of_a_blocked_index_holds_up_no_other_where_one_request_is_sent_at_a_time() throws Exception {
        fixture.send("a", "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
        fixture.requestsInFlight = 1;
        fixture.startSink();
        fixture.awaitCount(1);
        fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1) + "/_settings", block("write", "true"));
        fixture.send("late", "{\"n\":2}", Fixture.DAY_1);
        fixture.flush();
        await().until(() -> fixture.metric("retried", "reason", "blocked") > 0);
        for (int i = 0; i < 100; i++) {
            fixture.send("id-" + i, "{\"n\":2}", Fixture.DAY_2);
        }
        fixture.flush();
        fixture.awaitCount(101);
        fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1) + "/_settings", block("write", "null"));
        fixture.awaitCount(102);
    }

    @Test
    void a_closed_index_is_waited_for() throws Exception {
        fixture.send("a", "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
        ElasticsearchSink sink = fixture.startSink();
        fixture.awaitCount(1);
        fixture.request("POST", "/" + fixture.index(Fixture.DAY_1) + "/_close", "");
        fixture.send("b", "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
        await().until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
        fixture.request("POST", "/" + fixture.index(Fixture.DAY_1) + "/_open", "");
        fixture.awaitCount(2);
    }

    @Test
    void an_index_that_a_template_keeps_from_being_made_is_waited_for() throws Exception {
        String template = "/_index_template/" + fixture.index(Fixture.DAY_1);
        fixture.request("PUT", template, """
                {"index_patterns":["%s"],"priority":900,
                 "template":{"settings":{"index.sort.field":"no_such_field"}}}""".formatted(fixture.index(Fixture.DAY_1)));
        fixture.send("a", "{\"n\":1}", Fixture.DAY_1);
        fixture.send("b", "{\"n\":1}", Fixture.DAY_2);
        fixture.flush();
        ElasticsearchSink sink = fixture.startSink();
        fixture.awaitCount(1);
        await().until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
        assertThat(fixture.deadLetters()).isZero();
        fixture.request("DELETE", template, "");
        fixture.awaitCount(2);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void an_existing_index_that_refuses_every_document_is_waited_for() throws Exception {
        String index = fixture.index(Fixture.DAY_1);
        fixture.send("a", "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
        ElasticsearchSink sink = fixture.startSink();
        fixture.awaitCount(1);
        fixture.request("PUT", "/" + index + "/_settings", "{\"index.default_pipeline\":\"no-such\"}");
        fixture.send("id-0", "{\"n\":2}", Fixture.DAY_1);
        fixture.flush();
        await().until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
        for (int i = 1; i < 100; i++) {
            fixture.send("id-" + i, "{\"n\":2}", Fixture.DAY_1);
        }
        fixture.flush();
        await().until(() -> fixture.metric("retried", "reason", "blocked") >= 100);
        assertThat(fixture.deadLetters()).isZero();
        fixture.request("PUT", "/" + index + "/_settings", "{\"index.default_pipeline\":\"_none\"}");
        fixture.awaitCount(101);
        assertThat(fixture.deadLetters()).isZero();
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void of_several_nodes_those_that_answer_do_the_work() throws Exception {
        fixture.batch = new SinkSettings.Batch(64 * 1024, 100, Duration.ofMillis(50));
        URI nobody = URI.create("http://127.0.0.1:1");
        try (ElasticsearchProxy second = new ElasticsearchProxy(fixture.node())) {
            ElasticsearchSink sink = fixture.startSink(fixture.settings(
                    List.of(nobody, second.url(), fixture.proxy().url())));
            fixture.sendNumbered(1_000);
            fixture.awaitCount(1_000);
            assertThat(second.bulksPassed()).isPositive();
            assertThat(fixture.proxy().bulksPassed()).isPositive();
            second.fail((exchange, body) -> true); // it has gone
            fixture.sendNumbered(2_000);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(3_000));
            fixture.awaitCount(2_000);
            assertThat(sink.state()).isEqualTo(State.RUNNING);
        }
    }

    private static String block(String name, String value) {
        return "{\"index.blocks." + name + "\":" + value + "}";
    }

    private static int lines(byte[] body) {
        int lines = 0;
        for (byte b : body) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static String everyThirdRefused(int documents, AtomicInteger refused) {
        ObjectNode answer = JSON.createObjectNode().put("errors", true);
        ArrayNode items = answer.putArray("items");
        for (int i = 0; i < documents; i++) {
            ObjectNode item = items.addObject().putObject("create");
            if (i % 3 == 0) {
                refused.incrementAndGet();
                item.put("status", 429).putObject("error").put("type", "es_rejected_execution_exception");
            } else {
                item.put("status", 201);
            }
        }
        return answer.toString();
    }

    private static boolean halfAnswer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.close();
        return true;
    }
}
