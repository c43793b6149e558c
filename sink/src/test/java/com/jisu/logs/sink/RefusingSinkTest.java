package com.jisu.logs.sink;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Refusals in Elasticsearch's own words, from a proxy before it. */
abstract class RefusingSinkTest extends RealSinkTest {

    static final Duration LONG = Duration.ofSeconds(60);
    static final String WHOLE =
            "{\"error\":{\"type\":\"illegal_argument_exception\",\"reason\":\"not today\"},\"status\":400}";

    ElasticsearchSink startAndIndex() throws Exception {
        ElasticsearchSink sink = fixture.startSink();
        fixture.send("good", "{\"message\":\"good\"}", Fixture.DAY_1);
        fixture.flush();
        fixture.awaitCount(1);
        await().untilAsserted(() -> assertThat(fixture.committed()).isOne());
        return sink;
    }

    void sendAll(int count) {
        for (int i = 0; i < count; i++) {
            fixture.send("id-" + i, "{\"message\":\"line %d\",\"n\":%d}".formatted(i, i), Fixture.DAY_1);
        }
        fixture.flush();
    }

    void assertRefused(String key, String reason) {
        var dead = fixture.awaitDeadLetters(1).get(0);
        assertThat(new String(dead.key(), UTF_8)).isEqualTo(key);
        assertThat(DeadLetter.last(dead.headers()).orElseThrow().reason()).isEqualTo(reason);
    }

    double blocked(String reason) {
        return fixture.gauge("blocked.indices", "reason", reason);
    }

    /** From now on these documents are refused one by one; a request that has none of them passes. */
    void refuse(String type, Predicate<String> bad) {
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
    static String item(String type, String action) {
        return "{\"create\":{\"status\":400,\"error\":{\"type\":\"%s\",\"reason\":\"refused %d\"}}}"
                .formatted(type, action.hashCode());
    }
}
