package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCutTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_longest_texts_are_cut_to_the_same_length_and_the_rest_stays() throws Exception {
        String document = "{\"@timestamp\":\"2026-11-29T10:00:00Z\",\"message\":\"" + "m".repeat(50_000)
                + "\",\"event\":{\"original\":\"" + "o".repeat(40_000) + "\"},\"labels\":{\"short\":\""
                + "s".repeat(1_024)
                + "\"},\"tags\":[\"a\"],\"n\":[1,2.5,null,true]}";

        JsonNode cut = cut(document, 20_000);

        assertThat(cut.path("message").asText().length()).isBetween(9_000, 9_500);
        assertThat(cut.at("/event/original").asText())
                .hasSameSizeAs(cut.path("message").asText());
        assertThat(cut.at("/labels/short").asText()).hasSize(1_024);
        assertThat(cut.path("tags")).extracting(JsonNode::asText).containsExactly("a", "_truncated");
        assertThat(cut.path("n").toString()).isEqualTo("[1,2.5,null,true]");
        assertThat(cut.path("@timestamp").asText()).isEqualTo("2026-11-29T10:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"%s\"}",
                "{ \"tags\" : [ ] , \"message\" : \"%s\" }",
                "{\"tags\":\"one\",\"message\":\"%s\"}",
                "{\"message\":\"%s\",\"tags\":[\"_truncated\",\"x\"]}",
                "{\"a\":{\"tags\":[\"not these\"]},\"message\":\"%s\"}",
                "{\"message\":\"%s\",\"tags\":[[\"deep\"],{\"tags\":[]}]}",
                "{\"\":\"%s\"}",
                "{\"quoted \\\"tags\":\"%s\"}"
            })
    void every_document_stays_json_within_the_bound_and_is_tagged_once(String form) throws Exception {
        for (String text : List.of("x", "\\\"", "\\ud83d\\ude00", "é", "😀", "\\u00e9", "\\\\")) {
            for (int bound = 2_000; bound < 2_020; bound++) {
                JsonNode cut = cut(form.formatted(text.repeat(4_000)), bound);
                assertThat(cut.path("tags").toString().split("_truncated", -1)).hasSize(2);
                assertThat(cut.toString()).doesNotContain("\uFFFD");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[1]", "\"text\"", "{", "{\"a\":\"", "{\"a\":[{\"b\":\"\\", "{\"a\":tru", "nonsense"})
    void what_is_no_object_can_not_be_cut(String text) {
        assertThat(DocumentCut.cut(text.getBytes(StandardCharsets.UTF_8), 10)).isEmpty();
    }

    @Test
    void what_is_large_by_other_things_than_texts_can_not_be_cut() {
        String numbers = "{\"n\":[" + "12345,".repeat(10_000) + "0],\"message\":\"" + "m".repeat(2_000) + "\"}";
        assertThat(DocumentCut.cut(numbers.getBytes(StandardCharsets.UTF_8), 20_000))
                .isEmpty();
    }

    @Test
    void whatever_bytes_come_it_ends() {
        Random random = new Random(11);
        byte[] alphabet = "{}[]\":,\\ua1 tags".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            bytes[0] = '{';
            for (int at = 1; at < bytes.length; at++) {
                bytes[at] = alphabet[random.nextInt(alphabet.length)];
            }
            DocumentCut.cut(bytes, random.nextInt(60));
        }
    }

    private static JsonNode cut(String document, int bound) throws Exception {
        byte[] cut = DocumentCut.cut(document.getBytes(StandardCharsets.UTF_8), bound)
                .orElseThrow();
        assertThat(cut.length).isLessThanOrEqualTo(bound);
        return JSON.readTree(cut);
    }
}
