package com.jisu.logs.parsers.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.RandomJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner against Jackson: what one reads as JSON the other does, and they read the same. */
class JsonScannerTest {

    private static final int DOCUMENTS = 4000;

    private final JsonScanner scanner = new JsonScanner(new KeyTable(Keys.all()), 17, JsonScanner.JACKSONS_NESTING);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"a\":1}",
                "[]",
                "[[],[{}],{}]",
                "0",
                "-0",
                "1.5",
                "-1.5E+10",
                "1e5",
                "\"\"",
                "true",
                "false",
                "null",
                "\"\\u0041\\n\\/\\\\\"",
                "\"\\ud83d\\ude00\"",
                "\"\u00e9\u4e16\ud83d\ude00\"",
                "{\"\":{\"\":\"\"}}"
            })
    void json_is_read(String json) throws Exception {
        assertThat(Fixtures.json(read(json.getBytes(UTF_8)))).isEqualTo(Fixtures.json(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "{]",
                "[}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e+",
                "0x1",
                "1.e5",
                "NaN",
                "Infinity",
                "-Infinity",
                "tru",
                "True",
                "nul",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"a\u0000b\"",
                "{}{}",
                "{} x",
                "1 2",
                "// x\n{}",
                "/* x */{}",
                "{\"a\":1}]",
                "\u00a0{}",
                "\ufeff{}",
                "[\"\\\\x\"]x"
            })
    void what_is_no_json_is_refused(String text) {
        assertThat(isJson(text.getBytes(UTF_8))).isFalse();
    }

    @Test
    void nesting_is_read_up_to_a_bound_and_without_recursion() {
        assertThat(isJson(("[".repeat(1000) + "]".repeat(1000)).getBytes(UTF_8)))
                .isTrue();
        assertThat(isJson(("[".repeat(1001) + "]".repeat(1001)).getBytes(UTF_8)))
                .isFalse();
        assertThat(isJson(("{\"a\":".repeat(1_000_000)).getBytes(UTF_8))).isFalse();
    }

    @Test
    void random_documents_are_read_as_jackson_reads_them() throws Exception {
        Random random = Fixtures.random("random_documents_are_read_as_jackson_reads_them");
        RandomJson documents = new RandomJson(random);
        for (int i = 0; i < DOCUMENTS / 4; i++) {
            String json = documents.object();
            JsonNode expected = jackson(json.getBytes(UTF_8));
            if (expected != null) {
                String read = read(json.getBytes(UTF_8));
                assertThat(jackson(read.getBytes(UTF_8)))
                        .as("read %s of %s", read, json)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void broken_documents_are_refused_as_jackson_refuses_them() throws Exception {
        Random random = Fixtures.random("broken_documents_are_refused_as_jackson_refuses_them");
        String json =
                "{\"a\":[1,-2.5e3,true,null,\"x\\u00e9\\n\u00e9\u4e16\ud83d\ude00\"],\"b\":{\"c\":false, \"d\" : {} }}";
        int refused = 0;
        for (int i = 0; i < DOCUMENTS * 10; i++) {
            byte[] broken = broken(random, json.getBytes(UTF_8));
            JsonNode expected = isUtf8(broken) ? jackson(broken) : null;
            boolean read = isJson(broken);
            assertThat(read).as("%s is JSON", new String(broken, UTF_8)).isEqualTo(expected != null);
            if (read) {
                assertThat(jackson(read(broken).getBytes(UTF_8))).isEqualTo(expected);
            } else {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, DOCUMENTS * 10 - 1);
    }

    @Test
    void utf8_is_what_java_decodes() {
        Random random = Fixtures.random("utf8_is_what_java_decodes");
        for (int i = 0; i < DOCUMENTS * 10; i++) {
            byte[] bytes = new byte[random.nextInt(5) + 1];
            random.nextBytes(bytes);
            for (int b = 0; b < bytes.length; b++) {
                // Mostly bytes of longer characters: few random bytes are.
                bytes[b] |= random.nextInt(8) > 0 ? (byte) 0x80 : 0;
            }
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(isUtf8(bytes));
        }
    }

    private static byte[] broken(Random random, byte[] json) {
        byte[] broken = json.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(broken.length);
            broken[at] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : json[random.nextInt(json.length)];
        }
        return random.nextInt(4) > 0 ? broken : java.util.Arrays.copyOf(broken, random.nextInt(broken.length));
    }

    private String read(byte[] json) throws JsonSyntaxException {
        JsonOutput out = new JsonOutput(64);
        out.value(scanner.value(json, 0, json.length));
        return new String(out.toByteArray(), UTF_8);
    }

    private boolean isJson(byte[] text) {
        try {
            scanner.value(text, 0, text.length);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    /** What Jackson reads, or null: its strings are decoded, so UTF-8 is checked apart. */
    private static JsonNode jackson(byte[] json) {
        try {
            JsonNode value = Fixtures.JSON.readTree(json);
            return value.isMissingNode() ? null : value;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
