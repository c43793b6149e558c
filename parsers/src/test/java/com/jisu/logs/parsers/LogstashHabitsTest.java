package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.Schema;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Logstash's plugins do by their source, where the golden events do not show it: {@code grok.rb} (logstash-filter-grok),
 * {@code json.rb}, {@code decorators.rb}, {@code Timestamp.java}, its date filter's formats, its patterns of before ECS.
 */
class LogstashHabitsTest {

    private static final String TIME = "2024-05-06T07:00:00.123Z";

    private final EventParser parser = new EventParser(
            Fixtures.settings(Schema.LOGSTASH).withTimes(Duration.ofDays(4_000_000), Duration.ofDays(4_000_000)));

    private JsonNode parse(ObjectNode event) {
        return Fixtures.document(Fixtures.parse(parser, event.toString()));
    }

    private static ObjectNode event(String type, String line) {
        ObjectNode event =
                Fixtures.JSON.createObjectNode().put("@timestamp", TIME).put("message", line);
        event.putObject("fields").put("logtype", type);
        return event;
    }

    private static String accessLine(String user) {
        return "8.8.8.8 - " + user + " [06/May/2024:07:08:09 +0000] \"GET / HTTP/1.1\" 200 5316 \"-\" \"-\"";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "response | 5          | 5",
                "bytes    | true       | true",
                "request  | {\"a\":1}  | {\"a\":1}",
                "clientip | 5          | 5",
                "verb     | null       | \"GET\"",
                "verb     | \"x\"      | [\"x\",\"GET\"]",
                "verb     | [5]        | [5,\"GET\"]",
                "verb     | [{\"a\":1}]| [{\"a\":1},\"GET\"]"
            })
    void grok_adds_to_strings_and_arrays_only(String field, String existing, String expected) {
        ObjectNode event = event("nginx", accessLine("-"));
        event.set(field, Fixtures.json(existing));
        assertThat(parse(event).get(field)).isEqualTo(Fixtures.json(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"frank@example.com", "smith,j@example.com", "a;b@cc", "ab<c@d.e", "a1:b@c", "f.", "-"})
    void users_of_the_old_pattern_match(String user) {
        assertThat(parse(event("nginx", accessLine(user))).path("auth").asText())
                .isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234@example.com", "o'brien@example.com", "f@x.org", "a!b", "@x", "ab@", "ab@c@d"})
    void users_of_the_new_pattern_do_not(String user) {
        assertThat(parse(event("nginx", accessLine(user))).path("tags").toString())
                .isEqualTo("[\"_grokparsefailure\"]");
    }

    @Test
    void an_empty_client_in_a_list_is_a_lookup_that_failed_and_an_empty_one_alone_is_none() {
        ObjectNode good = event("nginx", accessLine("-")).put("clientip", "");
        assertThat(parse(good).path("tags").toString()).isEqualTo("[\"_geoip_lookup_failure\"]");
        ObjectNode garbage = event("nginx", "garbage").put("clientip", "");
        assertThat(parse(garbage).path("tags").toString()).isEqualTo("[\"_grokparsefailure\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-05-06                       | 2024-05-06T00:00:00.000Z",
                "2024-05-06Z                      | 2024-05-06T00:00:00.000Z",
                "2024-05-06+08:00                 | 2024-05-05T16:00:00.000Z",
                "2024-05-06T07:08                 | 2024-05-06T07:08:00.000Z",
                "2024-05-06T07:08:09UTC           | 2024-05-06T07:08:09.000Z",
                "2024-05-06T07:08:09America/New_York | 2024-05-06T11:08:09.000Z",
                "2024-05-06T07:08:09+080030       | 2024-05-05T23:07:39.000Z",
                "2024-05-06T07:08:09.123456789Z   | 2024-05-06T07:08:09.123456789Z",
                "2024-05-06T07:08:09.5+02         | 2024-05-06T05:08:09.500Z"
            })
    void timestamps_of_lines_and_events_are_read_by_java_time(String text, String expected) {
        JsonNode document = parse(event("application", "{\"@timestamp\":\"" + text + "\"}"));
        assertThat(document.get("@timestamp").textValue()).isEqualTo(expected);
        assertThat(document.has("tags")).isFalse();

        ObjectNode event = event("", "").put("@timestamp", text);
        assertThat(parse(event).get("@timestamp").textValue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-06T07:08:09,123Z",
                "2024-05-06T07:08:09.1234567890Z",
                "2024-05-06T07:08:09+19:00",
                "2024-W19-1",
                "20240506",
                "2024-05-06 07:08:09",
                "soon"
            })
    void and_is_kept_beside_where_that_can_not(String text) {
        JsonNode document = parse(event("application", "{\"@timestamp\":\"" + text + "\"}"));
        assertThat(document.get("@timestamp").textValue()).isEqualTo(TIME);
        assertThat(document.get("_@timestamp").textValue()).isEqualTo(text);
        assertThat(document.get("tags").toString()).isEqualTo("[\"_timestampparsefailure\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null"})
    void what_is_false_in_ruby_is_no_timestamp(String value) {
        JsonNode document = parse(event("application", "{\"@timestamp\":" + value + "}"));
        assertThat(document.get("@timestamp").textValue()).isEqualTo(TIME);
        assertThat(document.has("tags")).isFalse();
    }

    @Test
    void the_date_filter_reads_nine_digits_behind_the_point() {
        String line = "{\"timestamp\":\"2024-05-06T07:08:09.%sZ\"}";
        assertThat(parse(event("application", line.formatted("123456789")))
                        .get("@timestamp")
                        .textValue())
                .isEqualTo("2024-05-06T07:08:09.123Z");
        assertThat(parse(event("application", line.formatted("1234567890")))
                        .get("tags")
                        .toString())
                .isEqualTo("[\"_dateparsefailure\"]");
        String withoutSeconds = "{\"timestamp\":\"2024-05-06T07:08Z\"}";
        assertThat(parse(event("application", withoutSeconds)).has("tags")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null | [\"p\"]", "\"x\" | [\"x\",\"p\"]", "5 | [5,\"p\"]", "[1] | [1,\"p\"]"})
    void an_environment_that_is_there_becomes_a_list(String existing, String expected) {
        ObjectNode event = event("application", "{\"environment\":" + existing + "}");
        event.withObject("/fields").put("environment", "p");
        assertThat(parse(event).get("environment")).isEqualTo(Fixtures.json(expected));
    }

    @Test
    void what_is_nested_deeper_than_jackson_reads_is_no_json() {
        String line = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        assertThat(parse(event("application", line)).get("tags").toString()).isEqualTo("[\"_jsonparsefailure\"]");
    }
}
