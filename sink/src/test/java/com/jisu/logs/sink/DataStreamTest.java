package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import com.jisu.logs.sink.api.SinkSettings.Target;
import com.jisu.logs.sink.api.SinkSettings.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code sink.target: data-stream}. */
class DataStreamTest extends RealSinkTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(30);
    private StreamFixture streams;

    @BeforeEach
    void toStreams() {
        assumeFalse(TestSettings.isOpenSearch(), "data streams are written to Elasticsearch only");
        streams = new StreamFixture(fixture);
    }

    @Test
    void a_stream_has_our_template_and_the_streams_of_others_keep_theirs() throws Exception {
        fixture.request(
                "PUT",
                "/_index_template/logs",
                "{\"index_patterns\":[\"logs-*-*\"],\"priority\":100,\"data_stream\":{},"
                        + "\"template\":{\"mappings\":{\"properties\":{\"of_the_stack\":{\"type\":\"long\"}}}}}");
        streams.send(0, 10, now);
        fixture.startSink();
        fixture.awaitCount(streams.stream, 10);
        JsonNode ours = streams.mappings(streams.backing().get(0));
        assertThat(ours.at("/properties/application/properties/overflow/type").asText())
                .isEqualTo("flattened");
        assertThat(ours.at("/properties/data_stream/properties/dataset/type").asText())
                .isIn("constant_keyword", "keyword");
        assertThat(ours.at("/properties/of_the_stack").isMissingNode()).isTrue();

        String other = "logs-" + streams.dataset + "-theirs";
        fixture.request("POST", "/" + other + "/_create/1", "{\"@timestamp\":\"%s\"}".formatted(now));
        assertThat(fixture.request("GET", "/" + other, "")
                        .findPath("of_the_stack")
                        .path("type")
                        .asText())
                .isEqualTo("long");
    }

    @Test
    void documents_say_which_stream_is_theirs_and_have_a_time() throws Exception {
        fixture.send("own", streams.start(now) + ",\"message\":\"a\"}", now);
        fixture.send(
                "timeless",
                "{\"event\":{\"dataset\":\"%s\"},\"fields\":{\"environment\":\"Prod\"}}".formatted(streams.dataset),
                now);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(streams.stream, 2);
        JsonNode own = streams.stored("own").get(0).path("_source");
        assertThat(own.path("data_stream").toString())
                .isEqualTo("{\"type\":\"logs\",\"dataset\":\"%s\",\"namespace\":\"prod\"}".formatted(streams.dataset));
        assertThat(streams.stored("timeless").get(0).at("/_source/@timestamp").asText())
                .isEqualTo(now.toString());
    }

    @Test
    void what_disagrees_with_the_streams_name_is_in_the_overflow() throws Exception {
        fixture.send(
                "id",
                streams.start(now)
                        + ",\"data_stream\":{\"type\":\"metrics\",\"dataset\":\"other\",\"namespace\":\"x\"}}",
                now);
        fixture.send(
                "many",
                streams.start(now)
                                .replace("\"@timestamp\":\"", "\"@timestamp\":[\"2026-01-01\",\"")
                                .replace(now + "\"", now + "\"]")
                        + "}",
                now);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(streams.stream, 2);
        JsonNode stored = streams.stored("id").get(0).path("_source");
        assertThat(stored.at("/application/overflow/data_stream.dataset").asText())
                .isEqualTo("other");
        assertThat(stored.at("/tags/0").asText()).isEqualTo("_mapping_conflict");
        assertThat(stored.path("data_stream.dataset").asText()).isEqualTo(streams.dataset);
        assertThat(streams.stored("many").get(0).at("/_source/@timestamp").asText())
                .isEqualTo(now.toString());
        streams.awaitCommitted();
        assertThat(fixture.metric("documents", "result", "minimal")).isZero();
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void a_document_refused_in_all_forms_but_the_minimal_one_is_in_its_stream_and_a_replay_takes_its_place()
            throws Exception {
        fixture.send("good", streams.start(now) + "}", now);
        fixture.send("bad", streams.start(now) + ",\"message\":\"bad\",\"broken\":\"\u0001\"}", now);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(streams.stream, 2);
        var dead = fixture.awaitDeadLetters(1).get(0);
        assertThat(streams.stored("bad")
                        .get(0)
                        .at("/_source/data_stream/dataset")
                        .asText())
                .isEqualTo(streams.dataset);
        streams.rollOver();
        String mended = streams.start(now) + ",\"message\":\"mended\"}";
        for (String id : List.of("bad", "new")) {
            fixture.send(new ProducerRecord<>(
                    fixture.topics.parsed(),
                    null,
                    null,
                    Fixture.bytes(id),
                    Fixture.bytes(mended),
                    new RecordHeaders(dead.headers())));
        }
        fixture.flush();
        fixture.awaitCount(streams.stream, 3);
        await().untilAsserted(() -> assertThat(
                        streams.stored("bad").get(0).at("/_source/message").asText())
                .isEqualTo("mended"));
        assertThat(streams.stored("bad")).hasSize(1);
        assertThat(streams.stored("bad").get(0).path("_index").asText())
                .isEqualTo(streams.backing().get(0));
        assertThat(streams.stored("new").get(0).path("_index").asText())
                .isEqualTo(streams.backing().get(1));
    }

    @Test
    void there_are_no_more_streams_than_may_be() throws Exception {
        fixture.send("first", streams.start(now) + "}", now);
        fixture.flush();
        int there = ours() + 1;
        fixture.target = new Target(TargetKind.DATA_STREAM, Math.max(1, there));
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            fixture.awaitCount(streams.stream, 1);
            for (int i = 0; i < 3_000; i++) {
                fixture.send(
                        "id-" + i,
                        "{\"event\":{\"dataset\":\"%s\"},\"environment\":\"e%d\"}"
                                .formatted(fixture.dataset("h" + i), i),
                        now);
            }
            fixture.send("last", streams.start(now) + "}", now);
            fixture.flush();
            streams.awaitCommitted();
            fixture.awaitCount(streams.stream, 2);
            assertThat(fixture.metric("diverted", "reason", "bound")).isEqualTo(3_000);
            assertThat(log.lines("(sink.max-data-streams)")).hasSize(1);
        }
        assertThat(fixture.request("GET", "/_resolve/index/logs-" + fixture.dataset("h") + "*", "")
                        .path("data_streams"))
                .isEmpty();
        assertThat(ours()).isLessThanOrEqualTo(there + 1); // the generic one
        fixture.request("POST", "/logs-*generic-default/_refresh", "");
        JsonNode hit = fixture.request(
                        "GET",
                        "/logs-generic-default,logs-jisu.generic-default/_search?ignore_unavailable=true&q=event.dataset:"
                                + fixture.dataset("h7"),
                        "")
                .at("/hits/hits/0/_source");
        assertThat(hit.at("/data_stream/dataset").asText()).endsWith("generic");
        assertThat(hit.path("environment").asText()).isEqualTo("e7");
    }

    private int ours() throws Exception {
        return fixture.request("GET", "/_index_template/jisu-logs-stream-*", "")
                .path("index_templates")
                .size();
    }

    @Test
    void somebody_elses_stream_is_left_alone() throws Exception {
        fixture.request(
                "PUT",
                "/_index_template/theirs-" + streams.dataset,
                "{\"index_patterns\":[\"%s\"],\"priority\":150,\"data_stream\":{}}".formatted(streams.stream));
        fixture.request("POST", "/" + streams.stream + "/_create/1", "{\"@timestamp\":\"%s\"}".formatted(now));
        fixture.request(
                "PUT",
                "/_index_template/logs-" + fixture.dataset("nginx"),
                "{\"index_patterns\":[\"logs-%s-*\"],\"priority\":200,\"data_stream\":{}}"
                        .formatted(fixture.dataset("nginx")));
        streams.send(0, 2, now);
        fixture.send("id", streams.start(now).replace(streams.dataset, fixture.dataset("nginx")) + "}", now);
        fixture.flush();
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            fixture.awaitCount("logs-jisu." + streams.dataset + "-prod", 2);
            fixture.awaitCount("logs-jisu." + fixture.dataset("nginx") + "-prod", 1);
            assertThat(log.lines("is not of the sink's making")).hasSize(2);
        }
        fixture.awaitCount(streams.stream, 1);
        fixture.awaitMetric(3, "diverted", "reason", "foreign");
    }

    @Test
    void rules_send_documents_elsewhere_and_to_streams_of_others_too() throws Exception {
        String index = fixture.dataset("index");
        String stream = "logs-" + fixture.dataset("ruled") + "-x";
        fixture.request(
                "PUT",
                "/_index_template/theirs-" + fixture.dataset("ruled"),
                "{\"index_patterns\":[\"%s\"],\"priority\":150,\"data_stream\":{}}".formatted(stream));
        fixture.request("PUT", "/_ingest/pipeline/nothing", "{\"processors\":[]}");
        send("a", index, null, null);
        send("b", stream, null, null);
        send("c", null, "nothing", "shard");
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(index, 1);
        fixture.awaitCount(stream, 1);
        fixture.awaitCount(streams.stream, 1);
        assertThat(streams.stored("c")).hasSize(1);
        fixture.request("POST", "/" + stream + "/_rollover", "");
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        send("b", stream, null, null);
        fixture.flush();
        streams.awaitCommitted();
        fixture.awaitCount(stream, 1);
        fixture.request("DELETE", "/" + index, "");
    }

    private void send(String id, String index, String pipeline, String routing) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(now.toEpochMilli()));
        ParsedHeaders.addDelivery(headers, index, null, pipeline, routing);
        byte[] document = Fixture.bytes(streams.start(now) + "}");
        fixture.send(new ProducerRecord<>(fixture.topics.parsed(), null, null, Fixture.bytes(id), document, headers));
    }

    @Test
    void a_stream_can_be_logsdb() throws Exception {
        assumeTrue(
                fixture.request("GET", "/", "").at("/version/number").asText().startsWith("8."),
                "from 9 on logsdb needs a native zstd, which the embedded node has not");
        SinkSettings all = fixture.settings();
        streams.send(0, 3, now);
        fixture.startSink(new SinkSettings(
                all.urls(),
                all.access(),
                all.index(),
                all.indexPatterns(),
                all.batch(),
                all.requestsInFlight(),
                all.gzip(),
                all.requestTimeout(),
                IndexMode.LOGSDB,
                all.newFieldsPerService(),
                all.groupId(),
                all.target()));
        fixture.awaitCount(streams.stream, 3);
        JsonNode index = fixture.request("GET", "/" + streams.stream + "/_settings", "");
        assertThat(index.findPath("mode").asText()).isEqualTo("logsdb");
        fixture.request("PUT", "/_component_template/jisu-logs-logsdb", "{\"template\":{},\"version\":0}");
    }

    @Test
    void a_stream_whose_index_is_blocked_holds_up_its_own_documents_only() throws Exception {
        streams.send(0, 1, now);
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            fixture.awaitCount(streams.stream, 1);
            String write = streams.backing().get(0);
            fixture.request("PUT", "/" + write + "/_settings", "{\"index.blocks.write\":true}");
            streams.send(1, 3, now);
            fixture.send("other", streams.start(now).replace("\"prod\"", "\"test\"") + "}", now);
            fixture.flush();
            fixture.awaitCount("logs-" + streams.dataset + "-test", 1);
            await().untilAsserted(() -> assertThat(log.lines("index " + streams.stream + " takes no documents"))
                    .hasSize(1));
            fixture.request("PUT", "/" + write + "/_settings", "{\"index.blocks.write\":null}");
            fixture.awaitCount(streams.stream, 3);
            await().untilAsserted(
                            () -> assertThat(log.lines("takes documents again")).isNotEmpty());
        }
    }
}
