package com.jisu.logs.parsers.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.Schema;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTest {

    private static final String LONG = "word ".repeat(300) + "end";

    /** Reads what Elasticsearch does not. */
    private static final ObjectMapper LONG_NUMBERS = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(2000).build())
            .build());

    private static ObjectNode document(Schema schema, String line) {
        EventParser parser = new EventParser(Fixtures.settings(schema));
        ParsedEvent parsed =
                Fixtures.parse(parser, Fixtures.event("application", line).toString());
        try {
            return (ObjectNode) LONG_NUMBERS.readTree(parsed.document());
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String quoted(String text) {
        return Fixtures.JSON.getNodeFactory().textNode(text).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'m','sql':%s}",
                "{'message':'m','a':{'b':{'c':%s}}}",
                "{'message':'m','a':[1,'short',%s]}",
                "{'message':'m','a':[[[%s]]]}",
                "{'message':'m','a':[{'b':[{'c':%s}]}]}",
                "{'message':'m','labels':{'x':%s}}",
                "{'message':'m','labels':{'x':{'y':['z',%s]}}}",
                "{'message':'m','user':%s}",
                "{'message':'m','tags':%s}",
                "{'message':'m','a.b':%s}",
                "{'message':'m','a..b':%s}",
                "{'message':'m','url':{'original':%s}}",
                "{'message':'m','level':%s}",
                "{'message':'m','fields':%s}",
                "{'message':'m','timestamp':%s}"
            })
    void a_long_string_under_any_name_has_a_copy(String line) {
        String json = line.replace('\'', '"').formatted(quoted(LONG));
        ObjectNode document = document(Schema.ECS, json);
        assertThat(document.at("/application/text").textValue()).isEqualTo(LONG);
        assertThat(document.get("tags").toString()).contains("\"_long_text\"").doesNotContain("_cut");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':%s}",
                "{'msg':%s}",
                "{'message':'m','error':{'message':%s,'stack_trace':%<s}}",
                "{'message':'m','stack_trace':%s}",
                "{'message':'m','exception':%s}",
                "{'message':'m','error.message':%s}",
                "{'message':'m','event':{'original':%s}}",
                "{'message':'m','application':{'text':%s}}"
            })
    void what_is_searched_however_long_it_is_or_never_has_none(String line) {
        String json = line.replace('\'', '"').formatted(quoted(LONG));
        ObjectNode document = document(Schema.ECS, json);
        assertThat(document.has("tags")).isFalse();
        assertThat(document.path("application").path("text").isArray()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("schemas_and_depths")
    void at_any_depth_of_objects_there_is_a_copy(Schema schema, int levels) {
        for (String name : List.of("x", "labels")) {
            String value = quoted(LONG);
            String list = '[' + value + ",{\"c\":[" + quoted("2 " + LONG) + "]}]";
            for (int i = 0; i < levels; i++) {
                value = "{\"a\" : " + value + ", \"b\":1}";
                list = "[{\"a\":" + list + "}]";
            }
            assertCopied(schema, "{\"%s\":%s}".formatted(name, value), LONG);
            assertCopied(schema, "{\"%s\":%s}".formatted(name, list), LONG, "2 " + LONG);
            assertCopied(schema, "{\"%s\":[[%s],1]}".formatted(name, value), LONG);
        }
    }

    static Stream<Arguments> schemas_and_depths() {
        return Stream.of(Schema.values())
                .flatMap(schema -> IntStream.range(0, 24).mapToObj(depth -> Arguments.of(schema, depth)));
    }

    /** The copies that there are have all of these texts in them; where a value is text itself, with escapes. */
    private static void assertCopied(Schema schema, String line, String... texts) {
        ObjectNode document = document(schema, line);
        String copies = document.path("application").path("text").toString()
                + document.path("application.text").toString();
        assertThat(copies).as(line).contains(texts);
        assertThat(document.path("tags").toString()).as(line).contains("\"_long_text\"");
    }

    /** In ECS it was moved before; in schema logstash the sink will have to move it, to where nothing finds it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':{'a':%s}}}",
                "{'error':{'message':{'a':{'b':[1,%s]}}}}",
                "{'error':{'message':[{'a':%s}]}}",
                "{'error':{'message':[[[{'a':%s}]]]}}",
                "{'error':[{'message':{'a':%s}}]}",
                "{'error.message':{'a':%s}}",
                "{'http':{'request':{'body':{'content':{'q':%s}}}}}",
                "{'http.request.body':{'content':{'q':%s}}}",
                "{'message':{'z':%s}}",
                "{'event':{'original':{'a':%s}}}",
                "{'application':{'text':{'a':%s}}}",
                "{'application':{'text':[{'a':%s}],'overflow':{'application.text':'mine'}}}",
                "{'error.message.':%s}"
            })
    void a_long_string_that_cannot_stay_under_a_searched_name_has_a_copy(String line) {
        for (Schema schema : Schema.values()) {
            assertCopied(schema, line.replace('\'', '"').formatted(quoted(LONG)), LONG);
        }
    }

    /** All that stands under a name is moved, by the sink, where Elasticsearch refuses one of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':[%s,{'a':1}]}}",
                "{'error':{'message':[{'a':1},%s]}}",
                "{'error':[{'message':%s},{'message':{'a':1}}]}",
                "{'error':{'message':%s},'error.message':{'a':1}}",
                "{'error':[{'message':%s},'x']}",
                "{'error':[[[[[[[[[[[[[[[[[[[{'message':%s}],'x']]]]]]]]]]]]]]]]]]}",
                "{'error':[[[[[[[[[[[[[[[[[[[{'message':%s},{'message':{}}]]]]]]]]]]]]]]]]]]]}",
                "{'error':[{'message':%s},['x']]}"
            })
    void in_schema_logstash_a_long_string_beside_what_is_refused_has_a_copy(String line) {
        assertCopied(Schema.LOGSTASH, line.replace('\'', '"').formatted(quoted(LONG)), LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'m','error':{'message':%s}}",
                "{'message':'m','error':[{'message':%s},null,[]]}",
                "{'message':'m','error':[{'message':[%s,null,1]},{'message':%<s}]}",
                "{'message':'m','error.message':%s,'error':'x'}",
                "{'message':'m','error':[[[[[[[[[[[[[[[[[[[{'message':[%s,'x'],'code':1}]]]]]]]]]]]]]]]]]]]}",
                "{'message':'m','error':[[[[[[[[[[[[[[[[[[[{'a':{'b':1},'message':%s}]]]]]]]]]]]]]]]]]]]}",
                "{'message':['m',[%s]]}"
            })
    void in_schema_logstash_strings_of_a_searched_name_have_none(String line) {
        ObjectNode document = document(Schema.LOGSTASH, line.replace('\'', '"').formatted(quoted(LONG)));
        assertThat(document.has("tags")).isFalse();
        assertThat(document.has("application")).isFalse();
    }

    @Test
    void in_schema_logstash_a_text_of_the_lines_own_that_is_no_text_makes_room() {
        ObjectNode document =
                document(Schema.LOGSTASH, "{\"application\":{\"text\":{\"a\":%s},\"b\":1}}".formatted(quoted(LONG)));
        assertThat(document.at("/application/text").textValue()).isEqualTo(LONG);
        assertThat(document.at("/application/b").intValue()).isOne();
        assertThat(document.path("application")
                        .path("overflow")
                        .path("application.text")
                        .path("a"))
                .isEqualTo(document.at("/application/text"));
        assertThat(document.get("tags").toString()).contains("_fieldconflict");
    }

    @Test
    void of_a_name_that_is_there_twice_in_what_is_too_deep_both_have_a_copy() {
        String deep = "{\"a\":".repeat(20) + "{\"b\":%s,\"b\":%s}" + "}".repeat(20);
        assertCopied(
                Schema.LOGSTASH,
                "{\"x\":%s}".formatted(deep.formatted(quoted(LONG), quoted("2 " + LONG))),
                LONG,
                "2 " + LONG);
    }

    /** The sink makes it a string, in the overflow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'x':%s}",
                "{'x':[1,%s]}",
                "{'a':{'b':-%s.5e3}}",
                "{'error':{'message':%s}}",
                "{'error':{'message':['short',%s]}}",
                "{'application':{'text':%s}}",
                "{'labels':{'a':%s}}",
                "{'duration_ms':%s}"
            })
    void a_number_of_more_than_1024_characters_has_a_copy(String line) {
        for (Schema schema : Schema.values()) {
            String digits = "1234567890".repeat(120);
            assertCopied(schema, line.replace('\'', '"').formatted(digits), digits);
        }
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void a_number_of_up_to_1024_characters_has_none(Schema schema) {
        ObjectNode document = document(schema, "{\"message\":\"m\",\"x\":%s}".formatted("1".repeat(1024)));
        assertThat(document.path("tags").toString()).doesNotContain("_long_text");
        assertThat(document.path("application").has("text")).isFalse();
    }

    @Test
    void beside_a_number_that_is_too_long_a_searched_string_has_a_copy_too() {
        String line = "{\"error\":{\"message\":[%s,%s]}}".formatted(quoted(LONG), "1".repeat(1010));
        assertCopied(Schema.LOGSTASH, line, LONG);
        assertCopied(Schema.ECS, line, LONG);
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1024, false",
        "a, 1025, true",
        "é, 1024, false",
        "é, 1025, true",
        "字, 1024, false",
        "字, 1025, true",
        "😀, 512, false",
        "😀, 513, true"
    })
    void long_is_what_elasticsearch_counts_as_more_than_1024(String character, int times, boolean isLong) {
        String text = character.repeat(times);
        for (String json : new String[] {quoted(text), escaped(text)}) {
            ObjectNode document = document(Schema.ECS, "{\"message\":\"m\",\"sql\":" + json + '}');
            assertThat(document.has("tags")).isEqualTo(isLong);
            assertThat(document.at("/application/text").asText()).isEqualTo(isLong ? text : "");
        }
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(unit -> json.append("\\u%04x".formatted(unit)));
        return json.append('"').toString();
    }

    @Test
    void several_are_a_list_in_the_documents_order_behind_the_lines_own() {
        ObjectNode document = document(
                Schema.ECS,
                "{\"message\":\"m\",\"application\":{\"text\":\"mine\"},\"a\":%s,\"b\":%s}"
                        .formatted(quoted(LONG), quoted("other " + LONG)));
        assertThat(document.at("/application/text"))
                .extracting(JsonNode::textValue)
                .containsExactly("mine", LONG, "other " + LONG);
    }

    @Test
    void a_part_of_a_copied_text_is_not_copied_again() {
        String line = "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \"GET /a?b=" + "x%20".repeat(500)
                + " HTTP/1.1\" 200 1 \"-\" \"-\"";
        ObjectNode document = Fixtures.ecsDocument("nginx", line);
        assertThat(document.at("/url/query").textValue()).hasSize(2002);
        assertThat(document.at("/application/text")).isEqualTo(document.at("/url/original"));
    }

    @Test
    void at_32_kib_the_rest_is_left_out_counted_and_named() {
        String text = "é".repeat(10_000);
        String line = "{\"message\":\"m\",\"a\":%s,\"b\":%s,\"c\":%s}"
                .formatted(quoted(text), quoted("x" + text), quoted(LONG));
        ParsedEvent parsed = Fixtures.parse(
                Fixtures.ecs(), Fixtures.event("application", line).toString());
        JsonNode copies = Fixtures.document(parsed).at("/application/text");
        int bytes = 0;
        for (JsonNode copy : copies) {
            bytes += copy.textValue().getBytes(UTF_8).length;
            assertThat(copy.textValue()).doesNotContain("\uFFFD");
        }
        assertThat(bytes).isBetween(LongText.MAX_BYTES - 3, LongText.MAX_BYTES);
        assertThat(parsed.longTextLeftOut()).isEqualTo(40_001 + LONG.length() - bytes);
        assertThat(parsed.tags()).containsExactly("_long_text", "_long_text_cut");
        assertThat(parsed.failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sql':%s}",
                "{'sql':[%s],'application':{'a':1}}",
                "{'sql':{'a':%s},'application':'shop'}",
                "{'sql':%s,'application':null}",
                "{'sql':%s,'application':[{'a':1}]}",
                "{'sql':%s,'tags':['mine']}"
            })
    void in_schema_logstash_nothing_else_changes(String line) {
        ObjectNode document = document(Schema.LOGSTASH, line.replace('\'', '"').formatted(quoted(LONG)));
        ObjectNode before = document(Schema.LOGSTASH, line.replace('\'', '"').formatted(quoted("short")));
        JsonNode copy = document.has("application.text")
                ? document.remove("application.text")
                : ((ObjectNode) document.get("application")).remove("text");
        assertThat(copy.textValue()).isEqualTo(LONG);
        if (document.path("application").isObject()
                && document.get("application").isEmpty()) {
            document.remove("application");
        }
        assertThat(document.remove("tags").toString()).contains("_long_text");
        before.remove("tags");
        String shortened = document.toString().replace(LONG, "short");
        assertThat(shortened).isEqualTo(before.toString());
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void a_document_without_has_nothing_of_it(Schema schema) {
        ObjectNode document = document(schema, "{\"message\":%s,\"a\":1}".formatted(quoted(LONG)));
        assertThat(document.has("application")).isFalse();
        assertThat(document.has("tags")).isFalse();
    }

    @Test
    void an_event_like_others_before_it_has_a_copy_too() throws Exception {
        EventParser used = Fixtures.ecs();
        for (int i = 0; i < 40; i++) {
            String text = i % 4 == 3 ? LONG + i : "order " + i;
            String line = "{\"sql\":%s,\"message\":%s}".formatted(quoted(text), quoted(i % 3 == 0 ? LONG : "m"));
            byte[] event = Fixtures.event("application", line).toString().getBytes(UTF_8);
            Fixtures.assertByRules(used, Fixtures.ecs(), event);
            String request = "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \"GET /a?b="
                    + (i % 4 == 3 ? "x".repeat(1100) : "x") + " HTTP/1.1\" 200 1 \"-\" \"-\"";
            Fixtures.assertByRules(
                    used,
                    Fixtures.ecs(),
                    Fixtures.event("nginx", request).toString().getBytes(UTF_8));
        }
        assertThat(used.eventsByTemplate()).isGreaterThan(40);
    }

    @Test
    void an_event_like_others_before_it_has_a_copy_of_what_stands_deep_or_under_a_searched_name() throws Exception {
        EventParser used = Fixtures.ecs();
        List<String> lines = List.of(
                "{\"error\":{\"message\":%s}}",
                "{\"error\":{\"message\":{\"a\":%s}}}",
                "{\"error\":{\"message\":[%s]}}",
                "{\"message\":{\"z\":%s},\"level\":\"info\"}",
                "{\"labels\":" + "{\"a\":".repeat(14) + "%s" + "}".repeat(14) + "}",
                "{\"x\":" + "{\"a\":".repeat(17) + "%s" + "}".repeat(17) + "}",
                "{\"x\":" + "{\"a\":".repeat(23) + "%s" + "}".repeat(23) + "}");
        List<String> values = List.of(
                "5",
                "\"s\"",
                quoted(LONG),
                "1".repeat(1200),
                "{\"b\":%s}".formatted(quoted(LONG)),
                "[%s,{\"b\":1}]".formatted(quoted(LONG)),
                "[%s]".formatted("2".repeat(1200)));
        for (int i = 0; i < 40; i++) {
            for (String line : lines) {
                // Short ones, from which is learned, come between.
                String value = i % 2 == 0 ? values.get(i / 2 % 2) : values.get(i / 2 % values.size());
                byte[] event = Fixtures.event("application", line.formatted(value))
                        .toString()
                        .getBytes(UTF_8);
                Fixtures.assertByRules(used, Fixtures.ecs(), event);
            }
        }
        assertThat(used.eventsByTemplate()).isGreaterThan(40);
    }
}
