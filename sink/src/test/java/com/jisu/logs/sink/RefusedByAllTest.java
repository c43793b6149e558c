package com.jisu.logs.sink;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.sink.ElasticsearchSink.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals in Elasticsearch's own words: of everything, which is an outage, and of a few documents, which are bad. */
class RefusedByAllTest extends RealSinkTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String WHOLE =
            "{\"error\":{\"type\":\"illegal_argument_exception\",\"reason\":\"not today\"},\"status\":400}";

    private final AtomicInteger refused = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"400, true", "400, false", "413, true", "413, false"})
    void requests_that_are_all_refused_are_an_outage(int status, boolean tookSomeBefore) throws Exception {
        try (SinkLog log = new SinkLog()) {
            ElasticsearchSink sink = tookSomeBefore ? startAndIndex() : null;
            fixture.proxy().fail((exchange, body) -> {
                refused.incrementAndGet();
                return answer(exchange, status, WHOLE);
            });
            ElasticsearchSink tried = tookSomeBefore ? sink : fixture.startSink();
            sendAll(20);
            await().atMost(LONG).until(() -> refused.get() > 15);
            await().until(() -> tried.state() == State.WAITING_FOR_ELASTICSEARCH || tried.state() == State.STARTING);
            assertThat(fixture.deadLetters()).isZero();
            fixture.proxy().heal();
            fixture.awaitCount(fixture.index(Fixture.DAY_1), 20 + (tookSomeBefore ? 1 : 0));
            await().until(() -> tried.state() == State.RUNNING);
            assertThat(fixture.deadLetters()).isZero();
            assertThat(log.lines("takes no documents: HTTP " + status + ": not today"))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "illegal_argument_exception",
                "script_exception",
                "document_parsing_exception",
                "mapper_parsing_exception",
                "action_request_validation_exception",
                "something_of_a_proxy"
            })
    void documents_that_are_all_refused_are_an_outage(String type) throws Exception {
        ElasticsearchSink sink = startAndIndex();
        refuse(type, document -> true);
        try (SinkLog log = new SinkLog()) {
            sendAll(50);
            await().atMost(LONG).until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
            await().atMost(LONG).until(() -> fixture.metric("retried", "reason", "blocked") > 100);
            assertThat(fixture.deadLetters()).isZero();
            assertThat(fixture.gauge("waiting")).isOne();
            assertThat(blocked("refusal")).isOne();
            assertThat(log.lines("takes no documents: " + type)).hasSize(1);
        }
        fixture.proxy().heal();
        fixture.awaitCount(51);
        await().until(() -> sink.state() == State.RUNNING);
        assertThat(fixture.deadLetters()).isZero();
        assertThat(fixture.metric("documents", "result", "minimal")).isZero();
        assertThat(blocked("refusal")).isZero();
    }

    /** As a pipeline does that fails on a field which the minimal form does not have. */
    @Test
    void that_a_minimal_form_would_be_taken_makes_no_document_bad() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        refuse("illegal_argument_exception", document -> !document.contains("_mapping_conflict"));
        sendAll(50);
        await().atMost(LONG).until(() -> fixture.metric("retried", "reason", "blocked") > 100);
        assertThat(sink.state()).isEqualTo(State.WAITING_FOR_ELASTICSEARCH);
        assertThat(fixture.deadLetters()).isZero();
        fixture.proxy().heal();
        fixture.awaitCount(51);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void a_pipeline_that_is_missing_from_the_first_document_on_is_waited_for() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        String index = fixture.index(Fixture.DAY_2);
        fixture.request("PUT", "/" + index, "{\"settings\":{\"index.final_pipeline\":\"no-such\"}}");
        for (int i = 0; i < 20; i++) {
            fixture.send("two-" + i, "{\"n\":1}", Fixture.DAY_2);
        }
        sendAll(20); // of the other day, which passes
        await().atMost(LONG).until(() -> fixture.metric("retried", "reason", "blocked") > 40);
        fixture.awaitCount(fixture.index(Fixture.DAY_1), 21);
        assertThat(sink.state()).isEqualTo(State.WAITING_FOR_ELASTICSEARCH);
        assertThat(fixture.deadLetters()).isZero();
        fixture.request("PUT", "/" + index + "/_settings", "{\"index.final_pipeline\":\"_none\"}");
        fixture.awaitCount(41);
        assertThat(fixture.deadLetters()).isZero();
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void a_bad_document_in_a_quiet_time_becomes_a_dead_letter_and_nothing_waits() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        refuse("script_exception", document -> document.contains("poison"));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "refused");
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(2));
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void a_bad_document_of_a_day_that_this_sink_has_not_written_to_becomes_a_dead_letter() throws Exception {
        startAndIndex().close();
        refuse("script_exception", document -> document.contains("poison"));
        fixture.startSink();
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "refused");
    }

    @Test
    void a_document_that_spoils_its_request_in_a_quiet_time_becomes_a_dead_letter() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        fixture.proxy()
                .fail((exchange, body) -> new String(body, UTF_8).contains("poison") && answer(exchange, 400, WHOLE));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "malformed");
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void a_document_that_spoils_its_request_before_any_was_taken_does_not_hold_up_the_others() throws Exception {
        fixture.proxy()
                .fail((exchange, body) -> new String(body, UTF_8).contains("poison") && answer(exchange, 400, WHOLE));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        fixture.startSink();
        await().atMost(LONG).until(() -> fixture.metric("retried", "reason", "unreachable") > 2);
        assertThat(fixture.deadLetters()).isZero();
        sendAll(10);
        fixture.awaitCount(10);
        assertRefused("bad", "malformed");
    }

    @Test
    void a_canary_writes_nothing() throws Exception {
        startAndIndex();
        fixture.request("DELETE", "/" + fixture.index(Fixture.DAY_1) + "/_doc/good?refresh", "");
        refuse("script_exception", document -> document.contains("poison"));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "refused");
        assertThat(fixture.document(Fixture.DAY_1, "good").isMissingNode()).isTrue();
    }

    private ElasticsearchSink startAndIndex() throws Exception {
        ElasticsearchSink sink = fixture.startSink();
        fixture.send("good", "{\"message\":\"good\"}", Fixture.DAY_1);
        fixture.flush();
        fixture.awaitCount(1);
        await().untilAsserted(() -> assertThat(fixture.committed()).isOne());
        return sink;
    }

    private void sendAll(int count) {
        for (int i = 0; i < count; i++) {
            fixture.send("id-" + i, "{\"message\":\"line %d\",\"n\":%d}".formatted(i, i), Fixture.DAY_1);
        }
        fixture.flush();
    }

    private void assertRefused(String key, String reason) {
        var dead = fixture.awaitDeadLetters(1).get(0);
        assertThat(new String(dead.key(), UTF_8)).isEqualTo(key);
        assertThat(DeadLetter.last(dead.headers()).orElseThrow().reason()).isEqualTo(reason);
    }

    private double blocked(String reason) {
        return fixture.gauge("blocked.indices", "reason", reason);
    }

    /** From now on these documents are refused one by one; a request that has none of them passes. */
    private void refuse(String type, Predicate<String> bad) {
        fixture.proxy().fail((exchange, body) -> {
            List<String> items = new ArrayList<>();
            String[] lines = new String(body, UTF_8).split("\n");
            boolean some = false;
            for (int i = 0; i < lines.length; i += 2) {
                boolean isBad = bad.test(lines[i + 1]);
                some |= isBad;
                items.add(
                        isBad
                                ? item(type, lines[i])
                                : "{\"create\":{\"status\":409,\"error\":{\"type\":"
                                        + "\"version_conflict_engine_exception\",\"reason\":\"there\"}}}");
            }
            return some && answer(exchange, 200, "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}");
        });
    }

    /** Each reason is another: it names its document. */
    private static String item(String type, String action) {
        return "{\"create\":{\"status\":400,\"error\":{\"type\":\"%s\",\"reason\":\"refused %d\"}}}"
                .formatted(type, action.hashCode());
    }
}
