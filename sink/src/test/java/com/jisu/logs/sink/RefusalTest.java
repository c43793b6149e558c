package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Documents that the node's mapping refuses. */
@ExtendWith(Servers.Extension.class)
class RefusalTest {

    /** What the day's first document makes of the fields that the others disagree with. */
    private static final String FIRST =
            "{\"text\":\"x\",\"o\":{\"a\":1},\"x\":{\"y.z\":1},\"list\":[{\"n\":1,\"ok\":1}]}";

    private static Fixture fixture;
    private static int days;

    /** Each test has an index of its own. */
    private final Instant day = Fixture.DAY_1.plus(Duration.ofDays(days++));

    private int deadBefore;
    private final Map<String, Double> countedBefore = new HashMap<>();

    @BeforeAll
    static void startSink(Servers servers) {
        fixture = new Fixture(servers);
        fixture.startSink();
    }

    @AfterAll
    static void close() throws Exception {
        fixture.close();
    }

    @BeforeEach
    void rememberCounts() {
        deadBefore = Math.toIntExact(fixture.deadLetters());
        for (String result : List.of("repaired", "minimal")) {
            countedBefore.put(result, fixture.metric("documents", "result", result));
        }
    }

    @Test
    void a_refused_field_moves_to_the_overflow_and_the_rest_stays_as_it_is() throws Exception {
        afterFirst(
                "{\"message\":\"m\",\"duration_ms\":\"abc\",\"k\":1.50}",
                "{\"duration_ms\":{\"deep\":1},\"k\":1}",
                "{\"process\":{\"pid\":99999999999999999999,\"name\":\"p\"}}",
                "{\"o\":7}",
                "{\"o\":[1,{\"a\":2}]}",
                "{\"o\":{\"a\":{\"b\":[1,{\"c\":2}]},\"kept\":true}}",
                "{\"o.a.b\":5}",
                "{\"text\":{\"b\":1}}",
                "{\"list\":[{\"n\":1,\"ok\":1},{\"n\":{\"c\":1},\"ok\":2}]}",
                "{\"x\":{\"y\":{\"z\":{\"deeper\":\"than before\"}}}}",
                "{\"clientip\":\"192.0.2.1\"}",
                "{\"source\":\"192.0.2.1\"}",
                "{\"source\":{\"ip\":\"nobody\",\"port\":1}}",
                "{\"source\":{\"geo\":{\"location\":\"nowhere\"}}}",
                "{\"tags\":{\"not\":\"a list\"}}",
                "{\"\":\"no name\",\"k\":2}",
                "{\"a..b\":\"empty part\"}",
                "{\"_id\":\"metadata\"}",
                "{\"mixed\":[1,{\"b\":1}]}",
                "{\"application\":\"no object\"}",
                "{\"application\":{\"overflow\":\"no object\",\"kept\":1}}",
                "{\"äöü\":\"é\",\"duration_ms\":\"\\u00e9\\n\"}",
                "{\"huge\":" + "9".repeat(2_000) + "}",
                "{\"deep\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}",
                "{\"deep\":" + "[".repeat(1_500) + "1" + "]".repeat(1_500) + "}",
                "{\"host\":{\"containerized\":\"maybe\"}}",
                "{\"event\":{\"created\":\"never\",\"original\":{\"a\":1}}}",
                "{\"@timestamp\":\"1066-10-14T00:00:00Z\"}");

        assertThat(overflow(1)).isEqualTo("{\"duration_ms\":\"abc\"}");
        assertThat(stored(1).toString())
                .isEqualTo("{\"message\":\"m\",\"k\":1.5,\"application\":{\"overflow\":{\"duration_ms\":\"abc\"}},"
                        + "\"tags\":[\"_mapping_conflict\"]}");
        assertThat(overflow(2)).isEqualTo("{\"duration_ms\":{\"deep\":1}}");
        assertThat(overflow(3)).isEqualTo("{\"process.pid\":99999999999999999999}");
        assertThat(stored(3).at("/process").toString()).isEqualTo("{\"name\":\"p\"}");
        assertThat(overflow(4)).isEqualTo("{\"o\":7}");
        assertThat(overflow(5)).isEqualTo("{\"o\":[1,{\"a\":2}]}");
        assertThat(overflow(6)).isEqualTo("{\"o.a\":{\"b\":[1,{\"c\":2}]}}");
        assertThat(stored(6).at("/o").toString()).isEqualTo("{\"kept\":true}");
        assertThat(overflow(7)).isEqualTo("{\"o.a.b\":5}");
        assertThat(overflow(8)).isEqualTo("{\"text\":{\"b\":1}}");
        assertThat(overflow(9)).isEqualTo("{\"list.n\":[1,{\"c\":1}]}");
        assertThat(stored(9).at("/list").toString()).isEqualTo("[{\"ok\":1},{\"ok\":2}]");
        assertThat(stored(13).path("source").toString()).isEqualTo("{\"port\":1}");
        for (int number : List.of(14, 26, 27)) {
            assertThat(stored(number).toString()).as("no empty shell").doesNotContain("{}");
        }
        assertThat(overflow(10)).isEqualTo("{\"x.y.z\":{\"deeper\":\"than before\"}}");
        assertThat(overflow(11)).isEqualTo("{\"clientip\":\"192.0.2.1\"}");
        assertThat(overflow(12)).isEqualTo("{\"source\":\"192.0.2.1\"}");
        assertThat(overflow(13)).isEqualTo("{\"source.ip\":\"nobody\"}");
        assertThat(overflow(14)).isEqualTo("{\"source.geo.location\":\"nowhere\"}");
        assertThat(overflow(15)).isEqualTo("{\"tags\":{\"not\":\"a list\"}}");
        assertThat(overflow(16)).isEqualTo("{\"\":\"no name\"}");
        assertThat(overflow(17)).isEqualTo("{\"a..b\":\"empty part\"}");
        assertThat(overflow(18)).isEqualTo("{\"_id\":\"metadata\"}");
        assertThat(overflow(19)).isEqualTo("{\"mixed\":[1,{\"b\":1}]}");
        assertThat(overflow(20)).isEqualTo("{\"application\":\"no object\"}");
        assertThat(overflow(21)).isEqualTo("{\"overflow\":\"no object\"}");
        assertThat(stored(21).at("/application/kept").asInt()).isOne();
        assertThat(overflow(22)).isEqualTo("{\"duration_ms\":\"é\\n\"}");
        assertThat(overflow(23)).isEqualTo("{\"huge\":\"" + "9".repeat(2_000) + "\"}");
        assertThat(overflow(24)).contains("\"deep" + ".a".repeat(40) + "\":1");
        assertThat(overflow(25)).isEqualTo("{\"deep\":1}");
        assertThat(overflow(26)).isEqualTo("{\"host.containerized\":\"maybe\"}");
        assertThat(overflow(27)).isEqualTo("{\"event.created\":\"never\",\"event.original\":{\"a\":1}}");
        assertThat(overflow(28)).isEqualTo("{\"@timestamp\":\"1066-10-14T00:00:00Z\"}");

        awaitCounted(28, "repaired");
        assertThat(fixture.deadLetters()).isEqualTo(deadBefore);
        assertThat(search("{\"term\":{\"application.overflow.duration_ms.deep\":\"1\"}}"))
                .isOne();
        assertThat(search("{\"term\":{\"application.overflow.deep%s\":\"1\"}}".formatted(".a".repeat(40))))
                .isOne();
        assertThat(search("{\"term\":{\"tags\":\"_mapping_conflict\"}}")).isEqualTo(28);
    }

    @Test
    void several_refused_fields_move_one_by_one() throws Exception {
        afterFirst("{\"duration_ms\":\"a\",\"o\":1,\"text\":{},\"host\":{\"containerized\":\"maybe\"},"
                + "\"event\":{\"created\":\"never\"},\"tags\":[\"one\"]}");
        assertThat(stored(1).toString())
                .isEqualTo("{\"application\":{\"overflow\":{\"duration_ms\":\"a\",\"o\":1,"
                        + "\"text\":{},\"host.containerized\":\"maybe\",\"event.created\":\"never\"}},"
                        + "\"tags\":[\"one\",\"_mapping_conflict\"]}");
    }

    @Test
    void a_refused_timestamp_is_replaced_by_the_time_that_chose_the_index() throws Exception {
        afterFirst("{\"@timestamp\":\"some day\",\"message\":\"m\"}");
        assertThat(overflow(1)).isEqualTo("{\"@timestamp\":\"some day\"}");
        assertThat(stored(1).path("@timestamp").asText()).isEqualTo(day.toString());
    }

    @Test
    void a_document_that_no_repair_saves_is_stored_in_minimal_form_and_its_original_is_a_dead_letter()
            throws Exception {
        String original = """
                {"@timestamp":"2026-11-23T11:00:00Z","message":"the line","environment":"test",
                 "fields":{"logtype":"application"},"host":{"name":"web-1"},"log":{"offset":7},"tags":"one",
                 "twice":1,"broken":"\u0001","other":true}""";
        afterFirst(original);
        JsonNode stored = stored(1);
        assertThat(stored.path("@timestamp").asText()).isEqualTo(day.toString());
        assertThat(stored.path("tags").toString()).contains("_mapping_conflict");
        assertThat(stored.at("/error/message").asText()).contains("parsing_exception");
        assertThat(stored.at("/event/original").asText()).isEqualTo(original);
        assertThat(stored.path("message").asText()).startsWith("{\"@timestamp\":\"2026-11-23T11:00:00Z\"");

        ConsumerRecord<byte[], byte[]> dead = awaitDeadLetters(1).get(0);
        assertThat(new String(dead.key(), UTF_8)).isEqualTo("id-1");
        assertThat(new String(dead.value(), UTF_8)).isEqualTo(original);
        assertThat(ParsedHeaders.time(dead.headers())).hasValue(day.toEpochMilli());
        DeadLetter death = DeadLetter.last(dead.headers()).orElseThrow();
        assertThat(death.stage()).isEqualTo(DeadLetter.Stage.SINK);
        assertThat(death.reason()).isEqualTo("refused");
        assertThat(death.error()).contains("Illegal unquoted character");
        assertThat(death.topic()).isEqualTo(fixture.topics.parsed());
        awaitCounted(1, "minimal");
    }

    @Test
    void the_minimal_form_keeps_what_identifies_the_line() throws Exception {
        afterFirst("""
                {"@timestamp":"2026-11-23T11:00:00Z","message":"the line","environment":"test",
                 "fields":{"logtype":"application"},"host":{"name":"web-1"},"log":{"offset":7},"tags":["one"],
                 "duration_ms":"a","o":1,"text":{},"x":1,"list":2,"clientip":"x","other":true}""", """
                {"@timestamp":"2026-11-23T11:00:00Z","message":"the line","host":[{"name":"web-1"},{"name":"web-2"}],
                 "duration_ms":"a","o":1,"text":{},"x":1,"list":2,"clientip":"x"}""");
        assertThat(stored(2).at("/host/1/name").asText())
                .as("an array is kept as it is")
                .isEqualTo("web-2");
        JsonNode stored = stored(1);
        assertThat(stored.path("@timestamp").asText()).isEqualTo("2026-11-23T11:00:00Z");
        assertThat(stored.path("message").asText()).isEqualTo("the line");
        assertThat(stored.path("environment").asText()).isEqualTo("test");
        assertThat(stored.at("/fields/logtype").asText()).isEqualTo("application");
        assertThat(stored.at("/host/name").asText()).isEqualTo("web-1");
        assertThat(stored.at("/log/offset").asInt()).isEqualTo(7);
        assertThat(stored.path("tags").toString()).isEqualTo("[\"one\",\"_mapping_conflict\"]");
        assertThat(stored.at("/error/message").asText()).contains("clientip");
        assertThat(stored.has("other")).isFalse();
        assertThat(awaitDeadLetters(2)).hasSize(2);
    }

    @Test
    void where_even_the_minimal_form_is_refused_the_message_is_stored_alone() throws Exception {
        afterFirst(
                "{\"@timestamp\":\"never\",\"message\":\"the line\",\"host\":\"web-1\",\"log\":\"here\",\"fields\":1,"
                        + "\"duration_ms\":\"a\",\"o\":1,\"text\":{},\"clientip\":1}");
        JsonNode stored = stored(1);
        assertThat(stored.path("message").asText()).isEqualTo("the line");
        assertThat(stored.path("@timestamp").asText()).isEqualTo(day.toString());
        assertThat(stored.has("host")).isFalse();
        assertThat(awaitDeadLetters(1)).hasSize(1);
    }

    @Test
    void a_replayed_dead_letter_replaces_its_minimal_form_and_keeps_its_history() throws Exception {
        afterFirst("{\"message\":\"broken\",\"broken\":\"\u0001\"}");
        ConsumerRecord<byte[], byte[]> dead = awaitDeadLetters(1).get(0);
        replay(dead, dead.value());
        ConsumerRecord<byte[], byte[]> again = awaitDeadLetters(2).stream()
                .filter(record -> count(record, DeadLetter.REASON) == 2)
                .findFirst()
                .orElseThrow();
        assertThat(DeadLetter.last(again.headers()).orElseThrow().offset())
                .isNotEqualTo(DeadLetter.last(dead.headers()).orElseThrow().offset());
        assertThat(stored(1).has("error")).isTrue();

        // What refused it is mended: the same record is stored as it is, in the place of its minimal form.
        replay(again, Fixture.bytes("{\"message\":\"mended\"}"));
        await().untilAsserted(() -> assertThat(stored(1).toString()).isEqualTo("{\"message\":\"mended\"}"));
        fixture.awaitCount(fixture.index(day), 2);
    }

    /** Indexes the first document, then these under the ids id-1, id-2, …, and waits for them. */
    private void afterFirst(String... documents) throws Exception {
        fixture.send("first", FIRST, day);
        fixture.flush();
        fixture.awaitCount(fixture.index(day), 1);
        for (int i = 0; i < documents.length; i++) {
            fixture.send("id-" + (i + 1), documents[i], day);
        }
        fixture.flush();
        fixture.awaitCount(fixture.index(day), 1 + documents.length);
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(fixture.sent()));
    }

    /** The dead letters of this test. */
    private List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        List<ConsumerRecord<byte[], byte[]>> ours = fixture.awaitDeadLetters(deadBefore + count).stream()
                .filter(record -> ParsedHeaders.time(record.headers()).orElse(0) == day.toEpochMilli())
                .toList();
        assertThat(ours).hasSize(count);
        return ours;
    }

    private void awaitCounted(int count, String result) {
        fixture.awaitMetric(countedBefore.get(result) + count, "documents", "result", result);
    }

    private void replay(ConsumerRecord<byte[], byte[]> dead, byte[] value) {
        fixture.send(new ProducerRecord<>(
                fixture.topics.parsed(), null, null, dead.key(), value, new RecordHeaders(dead.headers())));
        fixture.flush();
    }

    private static int count(ConsumerRecord<byte[], byte[]> record, String header) {
        List<Object> found = new ArrayList<>();
        record.headers().headers(header).forEach(found::add);
        return found.size();
    }

    private JsonNode stored(int number) throws Exception {
        return fixture.document(day, "id-" + number);
    }

    private String overflow(int number) throws Exception {
        return stored(number).at("/application/overflow").toString();
    }

    private long search(String query) throws Exception {
        return fixture.request("POST", "/" + fixture.index(day) + "/_search", "{\"query\":" + query + "}")
                .at("/hits/total/value")
                .asLong();
    }
}
