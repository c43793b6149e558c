package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.api.SinkSettings.Target;
import com.jisu.logs.sink.api.SinkSettings.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the tests of data streams do with one fixture. */
final class StreamFixture {

    /** More than all tests of the module make. */
    static final Target STREAMS = new Target(TargetKind.DATA_STREAM, 1_000);

    private final Fixture fixture;
    final String dataset;
    final String stream;

    StreamFixture(Fixture fixture) {
        this.fixture = fixture;
        this.fixture.target = STREAMS;
        this.dataset = fixture.dataset("web");
        this.stream = "logs-" + dataset + "-prod";
    }

    /** The start of a document of the stream. */
    String start(Instant time) {
        return "{\"@timestamp\":\"%s\",\"event\":{\"dataset\":\"%s\"},\"environment\":\"prod\""
                .formatted(time, dataset);
    }

    void send(int from, int to, Instant time) {
        for (int i = from; i < to; i++) {
            fixture.send("id-" + i, start(time) + ",\"message\":\"line %d\"}".formatted(i), time);
        }
        fixture.flush();
    }

    void rollOver() throws Exception {
        assertThat(fixture.request("POST", "/" + stream + "/_rollover", "")
                        .path("rolled_over")
                        .asBoolean())
                .isTrue();
        // For so long sinks may not know it.
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
    }

    /** The backing indices, the oldest first. */
    List<String> backing() throws Exception {
        JsonNode indices =
                fixture.request("GET", "/_resolve/index/" + stream, "").at("/data_streams/0/backing_indices");
        List<String> names = new ArrayList<>();
        if (indices.isTextual()) {
            names.add(indices.asText());
        }
        indices.forEach(each -> names.add(each.asText()));
        return names;
    }

    JsonNode mappings(String index) throws Exception {
        return fixture.request("GET", "/" + index, "").path(index).path("mappings");
    }

    /** All that is stored of an id, once for each time that it is. */
    List<JsonNode> stored(String id) throws Exception {
        fixture.request("POST", "/" + stream + "/_refresh", "");
        List<JsonNode> hits = new ArrayList<>();
        fixture.request("POST", "/" + stream + "/_search", "{\"query\":{\"ids\":{\"values\":[\"" + id + "\"]}}}")
                .at("/hits/hits")
                .forEach(hits::add);
        return hits;
    }

    void awaitCommitted() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(fixture.sent()));
    }
}
