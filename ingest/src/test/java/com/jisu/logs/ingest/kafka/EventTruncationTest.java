package com.jisu.logs.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTruncationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 2000;
    private static final String LONG_LINE = "0123456789".repeat(500);

    private static JsonNode truncated(String event) throws IOException {
        byte[] bytes = EventTruncation.truncate(event.getBytes(UTF_8), MAX_BYTES);
        assertThat(bytes).hasSizeLessThanOrEqualTo(MAX_BYTES);
        return JSON.readTree(bytes);
    }

    @Test
    void an_event_that_fits_stays_as_it_is() {
        byte[] event = "{\"message\":\"fits\"}".getBytes(UTF_8);

        assertThat(EventTruncation.truncate(event, event.length)).isSameAs(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32BE"})
    void what_is_not_utf_8_is_cut_as_bytes(String charset) {
        for (String json : List.of("{\"message\":\"" + LONG_LINE + "\"}", "{\"a\":\"" + LONG_LINE + "\"}")) {
            byte[] event = json.getBytes(Charset.forName(charset));

            assertThat(EventTruncation.truncate(event, MAX_BYTES)).isEqualTo(Arrays.copyOf(event, MAX_BYTES));
        }
    }

    @Test
    void a_message_that_ends_in_half_a_character_is_cut_before_or_behind_it() throws IOException {
        for (int length = 1_380; length < 1_420; length++) {
            JsonNode event = truncated("{\"big\":\"" + "y".repeat(3_000) + "\",\"a\":\"" + "z".repeat(320)
                    + "\",\"message\":\"" + "x".repeat(length) + "\\ud83d\"}");

            assertThat(event.get("message").textValue()).startsWith("x".repeat(1_300));
        }
    }

    @Test
    void blanks_around_a_name_or_a_value_are_no_obstacle() throws IOException {
        String blanks = " \n".repeat(2_000);
        for (String odd : List.of(
                "\"message\"" + blanks + ":\"" + LONG_LINE + "\"",
                "\"message\":" + blanks + "\"short\"",
                blanks + "\"message\":\"" + LONG_LINE + "\"" + blanks)) {
            JsonNode event = truncated("{" + odd + ",\"tags\" : [ ] ,\"log\" : { } }");

            assertThat(event.get("message").textValue()).isNotEmpty();
            assertThat(event.get("tags")).hasToString("[\"_truncated\"]");
            assertThat(event.at("/log/flags")).hasToString("[\"truncated\"]");
        }
    }

    @Test
    void nesting_and_long_names_and_numbers_are_no_obstacle() throws IOException {
        for (String odd : List.of(
                "\"deep\":" + "[".repeat(2_000) + "]".repeat(2_000),
                "\"number\":" + "1".repeat(2_000),
                "\"" + "n".repeat(60_000) + "\":1")) {
            JsonNode event = truncated("{" + odd + ",\"message\":\"" + LONG_LINE + "\"}");

            assertThat(event.get("tags")).hasToString("[\"_truncated\"]");
            assertThat(LONG_LINE).startsWith(event.get("message").textValue());
        }
    }

    @Test
    void the_message_is_cut_and_the_rest_kept() throws IOException {
        JsonNode event = truncated("{\"@timestamp\":\"2026-11-23T00:00:00Z\",\"message\":\"" + LONG_LINE
                + "\", \"n\" : 1.50 ,\"fields\":{\"logtype\":\"nginx\"}}");

        assertThat(event.get("message").textValue()).hasSizeGreaterThan(1500);
        assertThat(LONG_LINE).startsWith(event.get("message").textValue());
        assertThat(event.get("@timestamp").textValue()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(event.at("/fields/logtype").textValue()).isEqualTo("nginx");
        assertThat(event.get("n").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(event.get("tags")).hasToString("[\"_truncated\"]");
        assertThat(event.get("log")).hasToString("{\"flags\":[\"truncated\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]           | ['_truncated']",
                "[ ]          | ['_truncated']",
                "['a']        | ['a','_truncated']",
                "['a', 'b' ]  | ['a','b','_truncated']",
                "'a'          | ['a','_truncated']",
                "['_truncated'] | ['_truncated']",
                "'_truncated' | '_truncated'",
                "{'a':1}      | [{'a':1},'_truncated']",
            })
    void tags_get_one_more(String tags, String expected) throws IOException {
        JsonNode event = truncated("{\"tags\":" + json(tags) + ",\"message\":\"" + LONG_LINE + "\"}");

        assertThat(event.get("tags")).hasToString(json(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                               | {'flags':['truncated']}",
                "{ }                              | {'flags':['truncated']}",
                "{'offset':1}                     | {'offset':1,'flags':['truncated']}",
                "{'flags':['multiline'],'offset':1} | {'flags':['multiline','truncated'],'offset':1}",
                "{'flags':[],'file':{'flags':1}}  | {'flags':['truncated'],'file':{'flags':1}}",
                "{'flags':'a'}                    | {'flags':['a','truncated']}",
                "'a log'                          | 'a log'",
            })
    void log_gets_a_flag(String log, String expected) throws IOException {
        JsonNode event = truncated("{\"log\": " + json(log) + " ,\"message\":\"" + LONG_LINE + "\"}");

        assertThat(event.get("log")).hasToString(json(expected));
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }

    @Test
    void the_largest_other_members_go_when_the_message_is_not_what_is_large() throws IOException {
        JsonNode event = truncated("{\"small\":1,\"large\":\"" + LONG_LINE
                + "\",\"message\":\"the line\",\"larger\":[\"" + LONG_LINE + "\"]}");

        assertThat(event.fieldNames()).toIterable().containsExactly("small", "message", "tags", "log");
        assertThat(event.get("message").textValue()).isEqualTo("the line");
    }

    @Test
    void an_event_without_message_is_cut_too() throws IOException {
        JsonNode event = truncated("{\"a\":\"" + LONG_LINE + "\"}");

        assertThat(event.fieldNames()).toIterable().containsExactly("tags", "log");
    }

    @Test
    void a_message_that_is_no_string_gives_way_like_any_member() throws IOException {
        JsonNode event = truncated("{\"a\":1,\"message\":[\"" + LONG_LINE + "\"]}");

        assertThat(event.fieldNames()).toIterable().containsExactly("a", "tags", "log");
    }

    @Test
    void a_message_longer_than_jackson_decodes_is_cut_too() throws IOException {
        byte[] event = ("{\"a\":1,\"message\":\"" + "x\\n".repeat(12 << 20) + "\",\"b\":[2]}").getBytes(UTF_8);

        byte[] cut = EventTruncation.truncate(event, 100_000);

        JsonNode json = JSON.readTree(cut);
        assertThat(cut).hasSizeLessThanOrEqualTo(100_000);
        assertThat(json.get("message").asText()).startsWith("x\nx\n").hasSizeGreaterThan(60_000);
        assertThat(json.get("b")).hasToString("[2]");
        assertThat(json.get("tags")).hasToString("[\"_truncated\"]");
    }

    @Test
    void an_object_of_more_tokens_than_any_log_event_has_is_cut_as_bytes() {
        byte[] event = ("{" + "\"a\":1,".repeat(200_000) + "\"b\":1}").getBytes(UTF_8);

        assertThat(EventTruncation.truncate(event, 5000)).isEqualTo(Arrays.copyOf(event, 5000));
    }

    @Test
    void what_is_no_json_object_is_cut_as_bytes() {
        for (String event : new String[] {
            LONG_LINE, "[\"" + LONG_LINE + "\"]", "{\"a\":\"" + LONG_LINE + "\"} x", "{\"a\":\"" + LONG_LINE + "\""
        }) {
            assertThat(EventTruncation.truncate(event.getBytes(UTF_8), MAX_BYTES))
                    .isEqualTo(event.substring(0, MAX_BYTES).getBytes(UTF_8));
        }
    }

    /** Escapes, surrogate pairs and characters of several bytes, cut at every place. */
    @RepeatedTest(20)
    void a_message_is_cut_between_characters() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] characters = {
            "a",
            "\\n",
            "\\\\",
            "\\\"",
            "\\u00e9",
            "\\uD83D\\uDE00",
            "\\ud83d\\ude00",
            "é",
            "€",
            "😀",
            "\\ud83d",
            "\\u12Ab"
        };
        StringBuilder text = new StringBuilder();
        while (text.length() < 3000) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        byte[] event = ("{\"message\":\"" + text + "\"}").getBytes(UTF_8);
        String whole = new ObjectMapper().readTree(event).get("message").textValue();
        for (int max = 1024; max < 1100; max++) {
            byte[] cut = EventTruncation.truncate(event, max);
            assertThat(cut.length).as("seed %d, max %d", seed, max).isBetween(max - 300, max);
            String message = new ObjectMapper().readTree(cut).get("message").textValue();
            assertThat(whole).as("seed %d, max %d", seed, max).startsWith(message);
            boolean splitsPair = Character.isHighSurrogate(message.charAt(message.length() - 1))
                    && Character.isLowSurrogate(whole.charAt(message.length()));
            assertThat(splitsPair).as("seed %d, max %d", seed, max).isFalse();
        }
    }
}
