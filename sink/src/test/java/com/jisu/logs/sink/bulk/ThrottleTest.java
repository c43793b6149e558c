package com.jisu.logs.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.sink.SinkLog;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.Elasticsearch;
import com.jisu.logs.sink.elasticsearch.ErrorTexts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final ErrorTexts ERRORS = new Elasticsearch().errors();
    private static final List<Failure> BUSY = List.of(
            new Failure(0, 400, "document_parsing_exception", "bad", ERRORS),
            new Failure(1, 503, "unavailable_shards_exception", "primary shard is not active", ERRORS));

    @Test
    void a_cluster_that_turns_everything_away_is_stuck_until_something_is_taken() {
        Throttle throttle = new Throttle(Duration.ZERO);
        assertThat(throttle.isStuck()).isFalse();
        throttle.refused(BUSY);
        await().until(throttle::isStuck);
        throttle.taken();
        assertThat(throttle.isStuck()).isFalse();
    }

    @Test
    void a_cluster_that_takes_some_is_not_stuck() {
        Throttle throttle = new Throttle(Duration.ofHours(1));
        throttle.refused(BUSY);
        assertThat(throttle.isStuck()).isFalse();
    }

    @Test
    void the_log_says_why_once_however_often_it_changes() {
        try (SinkLog log = new SinkLog()) {
            Throttle throttle = new Throttle(Duration.ofHours(1));
            for (int i = 0; i < 100; i++) {
                throttle.refused(BUSY);
                throttle.taken();
            }
            assertThat(log.lines("the cluster"))
                    .containsExactly("the cluster does not take all that is sent (503 unavailable_shards_exception:"
                            + " primary shard is not active): slowing down");
        }
    }
}
