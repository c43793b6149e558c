package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.sink.api.SinkSettings;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Where rules send documents: what their headers say. */
class RuledDeliveryTest extends RealSinkTest {

    private void send(String key, String document, String index, String id, String pipeline, String routing) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(Fixture.DAY_1.toEpochMilli()));
        ParsedHeaders.addDelivery(headers, index, id, pipeline, routing);
        fixture.send(new ProducerRecord<>(
                fixture.topics.parsed(), null, Fixture.bytes(key), Fixture.bytes(document), headers));
    }

    /** Of this test alone: nodes are shared. */
    private String own(String name) {
        return fixture.index(Fixture.DAY_1).replace("jisu-logs-", "ruled-") + "-" + name;
    }

    private SinkSettings withPatterns(String... patterns) {
        SinkSettings all = fixture.settings();
        return new SinkSettings(
                all.urls(),
                all.access(),
                all.index(),
                List.of(patterns),
                all.batch(),
                all.requestsInFlight(),
                all.gzip(),
                all.requestTimeout(),
                all.indexMode(),
                all.newFieldsPerService(),
                all.groupId(),
                all.target());
    }

    @Test
    void a_document_goes_to_the_index_under_the_id_and_with_the_routing_that_its_headers_say() throws Exception {
        fixture.request("PUT", "/_ingest/pipeline/nothing", "{\"processors\":[]}");
        String index = own("web");
        send("key", "{\"message\":\"a\"}", index, "order/7 \"ü\"", null, null);
        send("key-2", "{\"message\":\"b\"}", index, null, "nothing", "r\"1");
        send("key-3", "{\"message\":\"c\"}", null, "own", null, null);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(index, 2);
        fixture.awaitCount(1);
        JsonNode hits = fixture.request("GET", "/" + index + "/_search?sort=message.keyword", "")
                .at("/hits/hits");
        assertThat(hits.findValuesAsText("_id")).containsExactlyInAnyOrder("order/7 \"ü\"", "key-2");
        assertThat(hits.findValuesAsText("_routing")).containsExactly("r\"1");
        assertThat(fixture.document(Fixture.DAY_1, "own").path("message").asText())
                .isEqualTo("c");
    }

    @Test
    void an_index_that_can_not_be_is_the_daily_one() {
        for (String index : List.of("UPPER", "_hidden", ".dot", "a/b", "a b", "a*", "x".repeat(256), "-a", "a:b")) {
            send("key-" + index.hashCode(), "{\"message\":\"m\"}", index, null, null, null);
        }
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(9);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void a_pipeline_that_is_not_there_makes_a_dead_letter_and_holds_nobody_up() {
        send("key", "{\"message\":\"a\"}", null, null, "missing-pipeline", null);
        send("key-2", "{\"message\":\"b\"}", null, null, null, null);
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(1);
        await().untilAsserted(() -> assertThat(fixture.deadLetters()).isEqualTo(1));
    }

    @Test
    void indices_of_other_names_get_the_same_mappings() throws Exception {
        String index = own("mapped");
        send(
                "key",
                "{\"source\":{\"geo\":{\"location\":{\"lat\":1,\"lon\":2}}},\"log\":{\"level\":\"ERROR\"}}",
                index,
                null,
                null,
                null);
        fixture.flush();
        fixture.startSink(withPatterns(index.substring(0, index.length() - 3) + "*"));
        fixture.awaitCount(index, 1);
        JsonNode properties =
                fixture.request("GET", "/" + index + "/_mapping", "").findPath("properties");
        assertThat(properties
                        .at("/source/properties/geo/properties/location/type")
                        .asText())
                .isEqualTo("geo_point");
        fixture.request("DELETE", "/_index_template/jisu-logs-rules", "");
    }
}
