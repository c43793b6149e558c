package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data stream knows the ids of its newest index only: each line is in it once all the same. */
class RolloverTest extends RealSinkTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(30);
    private StreamFixture streams;

    @BeforeEach
    void toStreams() {
        assumeFalse(TestSettings.isOpenSearch(), "data streams are written to Elasticsearch only");
        streams = new StreamFixture(fixture);
    }

    @Test
    void what_a_killed_sink_had_written_before_a_rollover_is_not_written_again() throws Exception {
        int documents = 20_000;
        streams.send(0, documents, now);
        Process sink = SinkProcess.start(fixture, directory);
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> indexed() >= documents / 3);
        sink.destroyForcibly().waitFor();
        long before = indexed();
        assertThat(fixture.committed()).isLessThan(before);
        streams.rollOver();
        fixture.startSink();
        streams.awaitCommitted();
        fixture.awaitCount(streams.stream, documents);
        assertThat(fixture.metric("documents", "result", "duplicate")).isGreaterThan(0);
        assertThat(streams.backing()).hasSize(2);
    }

    @Test
    void what_a_request_without_an_answer_has_written_before_a_rollover_is_not_written_again() throws Exception {
        streams.send(0, 1, now);
        fixture.startSink();
        fixture.awaitCount(streams.stream, 1);
        AtomicBoolean struck = new AtomicBoolean();
        fixture.proxy().tamper((exchange, response) -> {
            if (struck.getAndSet(true)) {
                return false;
            }
            try {
                streams.rollOver();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return true; // the connection is closed
        });
        streams.send(1, 500, now);
        streams.awaitCommitted();
        fixture.awaitCount(streams.stream, 500);
        assertThat(struck).isTrue();
        assertThat(streams.backing()).hasSize(2);
    }

    @Test
    void what_a_shipper_sends_again_days_and_rollovers_later_is_not_written_again() throws Exception {
        Instant late = now.minus(3, ChronoUnit.DAYS);
        streams.send(0, 100, late);
        fixture.startSink();
        fixture.awaitCount(streams.stream, 100);
        for (int rollover = 0; rollover < 3; rollover++) {
            streams.rollOver();
            streams.send(100 * rollover, 100 * rollover + 200, late);
            streams.awaitCommitted();
        }
        fixture.awaitCount(streams.stream, 400);
        streams.rollOver();
        ElasticsearchSink second = fixture.startSink();
        streams.send(0, 400, late);
        streams.awaitCommitted();
        fixture.awaitCount(streams.stream, 400);
        assertThat(second.state()).isIn(ElasticsearchSink.State.RUNNING, ElasticsearchSink.State.STARTING);
    }

    @Test
    void older_indices_that_do_not_answer_hold_up_what_may_be_in_them() throws Exception {
        streams.send(0, 10, now);
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            fixture.awaitCount(streams.stream, 10);
            String old = streams.backing().get(0);
            streams.rollOver();
            fixture.request("POST", "/" + old + "/_close", "");
            streams.send(0, 20, now);
            await().untilAsserted(() -> assertThat(
                            log.lines("index " + streams.stream + " takes no documents: its older indices"))
                    .hasSize(1));
            await().untilAsserted(() -> assertThat(fixture.gauge("blocked.indices", "reason", "other"))
                    .isEqualTo(1));
            fixture.request("POST", "/" + old + "/_open", "");
            streams.awaitCommitted();
        }
        fixture.awaitCount(streams.stream, 20);
    }

    @Test
    void the_next_index_has_room_for_names_again() throws Exception {
        fixture.newFieldsPerService = 5;
        fixture.startSink();
        for (int i = 0; i < 5; i++) {
            named("a" + i);
        }
        fixture.flush();
        fixture.awaitCount(streams.stream, 5);
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true); // now the mapping is there to be read
        named("a5");
        fixture.flush();
        fixture.awaitCount(streams.stream, 6);
        fixture.awaitMetric(1, "field.limit", "scope", "service");
        streams.rollOver();
        await().pollDelay(Duration.ofSeconds(10)).atMost(LONG).until(() -> true); // the mapping is read anew
        for (int i = 0; i < 5; i++) {
            named("b" + i);
        }
        fixture.flush();
        fixture.awaitCount(streams.stream, 11);
        assertThat(fixture.metric("field.limit", "scope", "service")).isEqualTo(1);
        assertThat(streams.mappings(streams.backing().get(1)).path("properties").has("b4"))
                .isTrue();
    }

    private void named(String name) {
        fixture.send(name, streams.start(now) + ",\"service\":{\"name\":\"shop\"},\"" + name + "\":\"x\"}", now);
    }

    private long indexed() throws Exception {
        return fixture.request("GET", "/" + streams.stream + "/_stats/indexing?filter_path=_all.primaries", "")
                .at("/_all/primaries/indexing/index_total")
                .asLong();
    }
}
