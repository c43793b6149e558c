package com.jisu.logs.sink.elasticsearch;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.jisu.logs.sink.ElasticsearchSink;
import com.jisu.logs.sink.ElasticsearchSink.State;
import com.jisu.logs.sink.Fixture;
import com.jisu.logs.sink.RealSinkTest;
import com.jisu.logs.sink.SinkLog;
import com.jisu.logs.sink.TestSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Write blocks of the real node, and whose they are. The node knows no lifecycles: the proxy says what one that does would
 * (answers as of Elasticsearch 8.19).
 */
class LifecycleBlockTest extends RealSinkTest {

    private static final long MADE = 1_795_000_000_000L; // 2026-11-18

    private String index;

    @BeforeEach
    void name() {
        assumeFalse(TestSettings.isOpenSearch(), "OpenSearch has other lifecycles, see StateManagementTest");
        index = fixture.index(Fixture.DAY_1);
    }

    @Test
    void a_block_of_the_readonly_action_is_lifted_once_and_one_that_somebody_sets_then_stays() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        explain("warm", "complete", "{\"readonly\":{},\"forcemerge\":{\"max_num_segments\":1}}", "");
        block("true");
        send("late");
        fixture.awaitCount(2);
        await().until(() -> sink.state() == State.RUNNING);

        block("true");
        try (SinkLog log = new SinkLog()) {
            send("later");
            awaitKeptOut();
            fixture.startSink(); // another sink, or the same after a restart, knows
            sink.close();
            awaitKeptOut();
            assertThat(log.lines("index " + index + " takes no documents").get(0))
                    .contains("its block was not set by its lifecycle policy as far as is known");
        }
        assertThat(fixture.gauge("blocked.indices", "reason", "block")).isOne();
        fixture.awaitCount(2);
        block("null");
        fixture.awaitCount(3);
        assertThat(fixture.deadLetters()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hot  | complete | {"set_priority":{"priority":100}}
            warm | complete | {"set_priority":{"priority":50},"forcemerge":{"max_num_segments":1}}
            warm | complete | {"shrink":{"number_of_shards":1}}
            warm | shrink   | {"readonly":{},"shrink":{"number_of_shards":1}}
            warm | readonly | {"readonly":{}}
            cold | complete | {"searchable_snapshot":{"snapshot_repository":"r"}}
            """)
    void a_block_that_no_readonly_action_has_left_behind_stays(String phase, String action, String actions)
            throws Exception {
        startAndIndex();
        explain(phase, action, actions, "");
        block("true");
        send("late");
        awaitKeptOut();
        fixture.awaitCount(1);
        block("null");
        fixture.awaitCount(2);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-01T00:00:00.000Z, true", "2026-11-20T00:00:00.000Z, false"})
    void the_action_of_an_earlier_phase_counts_where_the_policy_was_the_same_all_the_time(
            String modified, boolean isLifted) throws Exception {
        startAndIndex();
        explain("cold", "complete", "{\"allocate\":{}}", """
                {"p":{"version":2,"modified_date":"%s","policy":{"phases":{"warm":{"actions":{"readonly":{}}},
                 "cold":{"actions":{"allocate":{}}}}}}}""".formatted(modified));
        block("true");
        send("late");
        if (isLifted) {
            fixture.awaitCount(2);
        } else {
            awaitKeptOut();
            fixture.awaitCount(1);
        }
    }

    @Test
    void what_stands_in_the_mappings_meta_stays() throws Exception {
        startAndIndex();
        fixture.request("PUT", "/" + index + "/_mapping", "{\"_meta\":{\"owner\":\"team\"}}");
        explain("warm", "complete", "{\"readonly\":{}}", "");
        block("true");
        send("late");
        fixture.awaitCount(2);
        assertThat(fixture.request("GET", "/" + index + "/_mapping", "")
                        .path(index)
                        .at("/mappings/_meta/owner")
                        .asText())
                .isEqualTo("team");
    }

    private ElasticsearchSink startAndIndex() throws Exception {
        ElasticsearchSink sink = fixture.startSink();
        send("first");
        fixture.awaitCount(1);
        return sink;
    }

    private void send(String id) {
        fixture.send(id, "{\"n\":1}", Fixture.DAY_1);
        fixture.flush();
    }

    private void block(String value) throws Exception {
        fixture.request("PUT", "/" + index + "/_settings", "{\"index.blocks.write\":" + value + "}");
    }

    /** Until a document was turned away several times more. */
    private void awaitKeptOut() {
        double before = fixture.metric("retried", "reason", "blocked");
        await().until(() -> fixture.metric("retried", "reason", "blocked") > before + 2);
    }

    private void explain(String phase, String action, String actions, String policies) {
        String explained = """
                {"indices":{"%s":{"index":"%s","managed":true,"policy":"p","index_creation_date_millis":%d,
                 "lifecycle_date_millis":%d,"phase":"%s","action":"%s","step":"%s",
                 "phase_execution":{"policy":"p","phase_definition":{"min_age":"2d","actions":%s},"version":1}}}}""".formatted(index, index, MADE, MADE, phase, action, action, actions);
        fixture.proxy().standIn((exchange, body) -> {
            String path = exchange.getRequestURI().getPath();
            return path.equals("/" + index + "/_ilm/explain") && answer(exchange, 200, explained)
                    || path.equals("/_ilm/policy/p") && answer(exchange, 200, policies.isEmpty() ? "{}" : policies);
        });
    }
}
