package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.sink.fields.FieldNames;
import com.jisu.logs.sink.fields.IndexMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New names on the real node: who gets room, and where values are found that get none. */
class FieldLimitTest extends RealSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant DAY = Fixture.DAY_1;

    @Test
    void a_service_of_thousands_of_names_leaves_room_for_another_and_all_its_values_are_found() throws Exception {
        try (SinkLog log = new SinkLog()) {
            fixture.startSink();
            for (int i = 0; i < 3_000; i += 10) { // each document that changes the mapping costs the node some time
                StringBuilder members = new StringBuilder("\"service\":{\"name\":\"runaway\"}");
                for (int key = i; key < i + 10; key++) {
                    members.append(",\"key_%d\":\"value %d\"".formatted(key, key));
                }
                send("id-" + i, members.toString(), DAY);
            }
            fixture.flush();
            fixture.awaitCount(300);
            send("calm", "\"calm_key\":\"calm value\",\"service\":{\"name\":\"calm\"}", DAY);
            fixture.flush();
            fixture.awaitCount(301);

            assertThat(found("{\"term\":{\"calm_key\":\"calm value\"}}")).isOne();
            assertThat(found("{\"term\":{\"tags\":\"_field_limit\"}}")).isEqualTo(270);
            assertThat(found("{\"exists\":{\"field\":\"_ignored\"}}")).isZero();
            for (int i = 0; i < 3_000; i += 7) {
                long inField = found("{\"term\":{\"key_%d\":\"value %d\"}}".formatted(i, i));
                long inOverflow = found("{\"term\":{\"application.overflow.key_%d\":\"value %d\"}}".formatted(i, i));
                assertThat(inField + inOverflow).as("key_%d", i).isOne();
            }
            fixture.awaitMetric(270, "field.limit", "scope", "service");
            assertThat(fixture.metric("field.limit", "scope", "index")).isZero();
            assertThat(log.lines("service 'runaway' has added 300 names")).hasSize(1);
            await().until(() -> fixture.gauge("field.room") > 1_000);
            assertThat(fixture.deadLetters()).isZero();
        }
    }

    @Test
    void a_service_without_a_name_is_its_log_type() throws Exception {
        fixture.newFieldsPerService = 1;
        fixture.startSink();
        send("one", "\"a\":1,\"fields\":{\"logtype\":\"docker\"}", DAY);
        send("two", "\"b\":1,\"fields\":{\"logtype\":\"docker\"}", DAY);
        send("three", "\"c\":1,\"fields\":{\"logtype\":\"application\"}", DAY);
        send("four", "\"d\":1,\"fields\":{\"logtype\":\"docker\"},\"service.name\":\"x\"", DAY);
        fixture.flush();
        fixture.awaitCount(4);
        assertThat(found("{\"term\":{\"tags\":\"_field_limit\"}}")).isOne();
        assertThat(found("{\"term\":{\"c\":\"1\"}}")).isOne();
        assertThat(found("{\"term\":{\"d\":\"1\"}}")).isOne();
    }

    @Test
    void the_next_day_begins_anew() throws Exception {
        fixture.newFieldsPerService = 1;
        fixture.startSink();
        for (Instant day : List.of(Fixture.DAY_1, Fixture.DAY_2)) {
            send("first-" + day.toEpochMilli(), "\"first_%s\":1".formatted(day.toEpochMilli()), day);
            fixture.flush();
            fixture.awaitCount(fixture.index(day), 1);
            send("second-" + day.toEpochMilli(), "\"second_%s\":1".formatted(day.toEpochMilli()), day);
            fixture.flush();
            fixture.awaitCount(fixture.index(day), 2);
            JsonNode second = fixture.document(day, "second-" + day.toEpochMilli());
            assertThat(second.at("/application/overflow").toString())
                    .isEqualTo("{\"second_%s\":1}".formatted(day.toEpochMilli()));
            assertThat(fixture.document(day, "first-" + day.toEpochMilli()).has("tags"))
                    .isFalse();
        }
    }

    @Test
    void what_finds_no_room_moves_whole_and_the_rest_stays_as_it_is() throws Exception {
        fixture.newFieldsPerService = 0;
        fixture.startSink();
        send("one", """
                "message":"m","a":{"b":1.50,"c":[{"d":1},{"d":"2"}]},"x.y":5,"labels":{"z":{"q":1}},"none":null,"empty":[],
                "host":{"name":"h","ip":"192.0.2.1","new":{"deep":true}},"tags":["t"],"agent":{"new":7},
                "log":[{"level":"info"},{"new":[1,2]}],"esc\\u0061ped":"e","source.geo.new":"s","source.geo.name":"n",
                "application":{"overflow":{"o":1,"x":{"y":2}},"k":2}""", DAY);
        fixture.flush();
        fixture.awaitCount(1);
        JsonNode stored = fixture.document(DAY, "one");
        assertThat(stored.at("/application")).isEqualTo(JSON.readTree("""
                {"overflow":{"o":1,"x":{"y":2},"a":{"b":1.50,"c":[{"d":1},{"d":"2"}]},"x.y":5,"host.new":{"deep":true},
                 "agent.new":7,"log.new":[1,2],"escaped":"e","source.geo.new":"s","application.k":2}}"""));
        assertThat(stored.path("tags").toString()).isEqualTo("[\"t\",\"_field_limit\"]");
        assertThat(stored.path("host").toString()).isEqualTo("{\"name\":\"h\",\"ip\":\"192.0.2.1\"}");
        assertThat(stored.has("agent")).as("no empty shell").isFalse();
        assertThat(stored.path("log").toString()).isEqualTo("[{\"level\":\"info\"}]");
        assertThat(stored.at("/labels/z/q").asInt()).isOne();
        assertThat(stored.path("none").isNull()).isTrue();
        assertThat(stored.path("empty").isEmpty()).isTrue();
        assertThat(stored.path("source.geo.name").asText()).isEqualTo("n");
        assertThat(found("{\"term\":{\"application.overflow.a.c.d\":\"2\"}}")).isOne();
    }

    @Test
    void where_the_index_has_no_room_the_new_names_of_all_go_to_the_overflow_until_it_has() throws Exception {
        fixture.startSink();
        send("a", "\"message\":\"makes the templates\"", Fixture.DAY_2);
        fixture.flush();
        fixture.awaitCount(1);
        int count = mapping(Fixture.DAY_2).count();
        fixture.request("PUT", "/" + fixture.index(DAY), "{\"settings\":%s}".formatted(limit(count + 5)));
        try (SinkLog log = new SinkLog()) {
            for (int i = 0; i < 10; i++) {
                send("id-" + i, "\"key_%d\":\"v\",\"service\":{\"name\":\"s%d\"}".formatted(i, i), DAY);
            }
            fixture.flush();
            fixture.awaitCount(fixture.index(DAY), 10);
            assertThat(found("{\"exists\":{\"field\":\"application.overflow\"}}"))
                    .isEqualTo(8);
            assertThat(log.lines("takes no more names")).hasSize(8);
        }
        assertThat(fixture.metric("field.limit", "scope", "index")).isEqualTo(8);
        fixture.request("PUT", "/" + fixture.index(DAY) + "/_settings", limit(count + 50));
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    String id = "late-" + System.nanoTime();
                    send(id, "\"late_key\":\"v\"", DAY);
                    fixture.flush();
                    fixture.request("POST", "/" + fixture.index(DAY) + "/_refresh", "");
                    return found("{\"term\":{\"late_key\":\"v\"}}") > 0;
                });
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void names_that_others_have_added_meanwhile_are_not_added_beyond_the_limit() throws Exception {
        fixture.startSink();
        send("a", "\"message\":\"m\"", DAY);
        fixture.flush();
        fixture.awaitCount(1);
        send("b", "\"known_to_the_sink\":1", DAY);
        fixture.flush();
        fixture.awaitCount(2);
        fixture.request(
                "PUT",
                "/" + fixture.index(DAY) + "/_settings",
                limit(mapping(DAY).count()));
        send("c", "\"new\":1,\"o\":{\"new\":[{\"x\":1}],\"tags\":2},\"message\":\"m\"", DAY);
        fixture.flush();
        fixture.awaitCount(3);
        JsonNode stored = fixture.document(DAY, "c");
        assertThat(stored.at("/application/overflow").toString())
                .isEqualTo("{\"new\":1,\"o\":{\"new\":[{\"x\":1}],\"tags\":2}}");
        assertThat(stored.path("tags").toString()).isEqualTo("[\"_field_limit\"]");
        assertThat(stored.path("message").asText()).isEqualTo("m");
        fixture.awaitMetric(3, "documents", "result", "created");
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void a_strict_mapping_has_no_room() throws Exception {
        fixture.startSink();
        send("a", "\"message\":\"m\"", DAY);
        fixture.flush();
        fixture.awaitCount(1);
        fixture.request("PUT", "/" + fixture.index(DAY) + "/_mapping", "{\"dynamic\":\"strict\"}");
        fixture.startSink(); // one that reads the mapping now
        StringBuilder many = new StringBuilder("\"message\":\"m\"");
        for (int i = 0; i < 20; i++) {
            many.append(",\"new_%d\":%d".formatted(i, i));
        }
        send("b", many.toString(), DAY);
        fixture.flush();
        fixture.awaitCount(2);
        assertThat(fixture.document(DAY, "b").path("message").asText()).isEqualTo("m");
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(2));
    }

    /** Elasticsearch makes an index with just as many fields as we count, and none with one less. */
    @Test
    void fields_are_counted_as_the_server_counts_them() throws Exception {
        fixture.startSink();
        send("a", """
                "n":1,"f":1.5,"b":true,"s":"x","o":{"p":{"q":1}},"l":[{"m":1},{"m":2}],"d.e.f":1""", Fixture.DAY_2);
        fixture.flush();
        fixture.awaitCount(1);
        String kindsOwn = TestSettings.isOpenSearch() ? """
                {"properties":{"flat":{"type":"flat_object"},""" : """
                {"runtime":{"r1":{"type":"keyword"},"r2":{"type":"long"}},
                 "properties":{"flat":{"subobjects":false,"properties":{"a.b":{"type":"keyword"},"a":{"type":"keyword"}}},""";
        JsonNode added = fixture.request("PUT", "/" + fixture.index(Fixture.DAY_2) + "/_mapping", kindsOwn + """
                               "nest":{"type":"nested","properties":{"x":{"type":"text","fields":{"k":{"type":"keyword"}}}}},
                               "closed":{"dynamic":"strict","properties":{"y":{"type":"ip"}}},
                               "off":{"type":"object","enabled":false}}}""");
        assertThat(added.path("acknowledged").asBoolean()).as("%s", added).isTrue();
        IndexMapping ours = mapping(Fixture.DAY_2);
        JsonNode theirs = fixture.request("GET", "/" + fixture.index(Fixture.DAY_2) + "/_mapping", "")
                .path(fixture.index(Fixture.DAY_2))
                .path("mappings");
        String index = "/count-" + fixture.index(DAY).substring("jisu-logs-".length());
        for (int limit : List.of(ours.count() - 1, ours.count())) {
            JsonNode made =
                    fixture.request("PUT", index, "{\"settings\":%s,\"mappings\":%s}".formatted(limit(limit), theirs));
            assertThat(made.path("acknowledged").asBoolean())
                    .as("limit %d: %s", limit, made)
                    .isEqualTo(limit == ours.count());
        }
        fixture.request("DELETE", index, "");
        assertThat(kind(ours, "o.p.q")).isEqualTo(FieldNames.FIELD);
        assertThat(kind(ours, "o.p")).isEqualTo(FieldNames.OBJECT);
        assertThat(kind(ours, "d.e.f")).isEqualTo(FieldNames.FIELD);
        assertThat(kind(ours, TestSettings.isOpenSearch() ? "flat" : "flat.a.b"))
                .isEqualTo(FieldNames.FIELD);
        assertThat(kind(ours, "closed")).isEqualTo(FieldNames.STRICT);
        assertThat(kind(ours, "off")).isEqualTo(FieldNames.FIELD);
        assertThat(kind(ours, "labels")).isEqualTo(FieldNames.FIELD);
        assertThat(kind(ours, "clientip")).isEqualTo(FieldNames.FIELD);
        assertThat(kind(ours, "no.such")).isEqualTo(FieldNames.UNKNOWN);
    }

    private static byte kind(IndexMapping mapping, String path) {
        return mapping.names().kind(FieldNames.path(FieldNames.ROOT, path));
    }

    private IndexMapping mapping(Instant day) throws Exception {
        String answer = fixture.request("GET", "/" + fixture.index(day) + "?filter_path=" + IndexMapping.FILTER, "")
                .toString();
        return IndexMapping.read(Fixture.bytes(answer));
    }

    private static String limit(int fields) {
        return "{\"index.mapping.total_fields.limit\":%d}".formatted(fields);
    }

    private void send(String id, String members, Instant day) {
        fixture.send(id, "{\"@timestamp\":\"%s\",%s}".formatted(day, members), day);
    }

    private long found(String query) throws Exception {
        return fixture.request(
                        "POST",
                        "/" + fixture.index(DAY) + "/_search",
                        "{\"size\":0,\"track_total_hits\":true,\"query\":" + query + "}")
                .at("/hits/total/value")
                .asLong();
    }
}
