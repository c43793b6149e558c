package com.jisu.logs.sink;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.sink.ElasticsearchSink.State;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything is refused, in Elasticsearch's own words: that is an outage. */
@Tag("long")
class RefusedByAllTest extends RefusingSinkTest {

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
}
