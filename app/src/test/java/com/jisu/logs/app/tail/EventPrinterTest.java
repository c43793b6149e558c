package com.jisu.logs.app.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.api.EventFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPrinterTest {

    private static final String NGINX = """
            {"@timestamp":"2026-11-22T10:00:00.500Z","message":"8.8.8.8 - - \\"GET /\\"","host":{"name":"web-1"},\
            "http":{"response":{"status_code":502}},"tags":["_geoip_lookup_failure"]}""";
    private static final String APPLICATION = """
            {"@timestamp":"2026-11-22T10:00:00.500Z","message":"two\\nlines","service":{"name":"checkout"},\
            "host":{"name":"web-1"},"log":{"level":"warn"}}""";

    @Test
    void pretty_shows_status_source_message_and_tags() throws IOException {
        assertThat(printed(EventFormat.PRETTY, false, NGINX))
                .matches("\\d\\d-\\d\\d \\d\\d:\\d\\d:00\\.500  502   web-1 +8\\.8\\.8\\.8 - - \"GET /\"  "
                        + "\\[\"_geoip_lookup_failure\"]\\n");
    }

    @Test
    void pretty_shows_the_level_and_the_service_of_an_application() throws IOException {
        assertThat(printed(EventFormat.PRETTY, false, APPLICATION))
                .contains(" WARN  checkout ")
                .endsWith("two⏎lines\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "@timestamp", "level", "response", "service", "container_name", "tags"})
    void pretty_rows_have_two_thousand_characters_at_most(String member) throws IOException {
        for (String text : new String[] {"x", "\\u001b[31m", "\ud83d\ude00", "\\n", "ü\\u0007"}) {
            String large = text.repeat(50_000);
            String document = "{\"message\":\"m\",\"%s\":%s,\"n\":1}"
                    .formatted(member, member.equals("tags") ? "[\"" + large + "\"]" : '"' + large + '"');
            String row =
                    printed(EventFormat.PRETTY, false, document.replaceFirst("\"message\":\"m\",(\"message)", "$1"));
            assertThat(row.length()).isBetween(30, 2_001); // and the line end
            assertThat(row).contains(" more characters)");
            assertThat(row).doesNotContain("\u001b");
            assertThat(row.strip().codePoints()).noneMatch(c -> c >= 0xd800 && c < 0xe000);
        }
    }

    @Test
    void pretty_says_how_much_of_a_message_is_cut_and_keeps_the_tags() throws IOException {
        String row = printed(
                EventFormat.PRETTY,
                true,
                "{\"message\":\"" + "x".repeat(1_000_000) + "\",\"tags\":[\"_jsonparsefailure\"]}");
        Matcher cut = Pattern.compile("(x+) … \\((\\d+) more characters\\)").matcher(row);
        assertThat(cut.find()).isTrue();
        assertThat(cut.group(1).length() + Integer.parseInt(cut.group(2))).isEqualTo(1_000_000);
        assertThat(cut.group(1)).hasSizeGreaterThan(1_800);
        assertThat(row).contains("_jsonparsefailure");
        assertThat(row.replaceAll("\u001b\\[\\d*m", "")).hasSizeLessThanOrEqualTo(2_001);
        assertThat(printed(EventFormat.PRETTY, false, "{\"message\":\"" + "y".repeat(1_900) + "\"}"))
                .contains("y".repeat(1_900) + "\n");
    }

    @Test
    void pretty_has_colours_only_where_asked() throws IOException {
        assertThat(printed(EventFormat.PRETTY, true, NGINX)).contains("\u001b[31m502");
        assertThat(printed(EventFormat.PRETTY, false, NGINX)).doesNotContain("\u001b");
    }

    @Test
    void control_characters_of_a_log_line_do_not_reach_the_terminal() throws IOException {
        String hostile = "{\"message\":\"\\u001b[2Jgone\\r\\u009b1m\",\"service\":{\"name\":\"a\\u0007\"}}";
        for (EventFormat format : EventFormat.values()) {
            assertThat(printed(format, false, hostile).chars().filter(c -> c != '\n'))
                    .as(format.toString())
                    .noneMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0 && format != EventFormat.JSON);
        }
    }

    @Test
    void an_odd_document_is_shown_all_the_same() throws IOException {
        String odd = "{\"@timestamp\":7,\"message\":{\"a\":1},\"log\":\"text\",\"tags\":\"one\",\"http\":null}";
        assertThat(printed(EventFormat.PRETTY, false, odd)).contains("{\"a\":1}");
    }

    @Test
    void json_is_the_document_as_it_is() throws IOException {
        assertThat(printed(EventFormat.JSON, false, NGINX)).isEqualTo(NGINX + "\n");
    }

    @Test
    void rubydebug_sorts_and_aligns_keys_as_logstash_does() throws IOException {
        String document =
                "{\"message\":\"hi\",\"host\":{\"name\":\"web-1\"},\"tags\":[\"a\",\"b\"],\"n\":1,\"none\":null}";
        assertThat(printed(EventFormat.RUBYDEBUG, false, document)).isEqualTo("""
                {
                       "host" => {
                        "name" => "web-1"
                    },
                    "message" => "hi",
                          "n" => 1,
                       "none" => nil,
                       "tags" => [
                        [0] "a",
                        [1] "b"
                    ]
                }
                """);
    }

    private static String printed(EventFormat format, boolean colours, String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        byte[] document = json.getBytes(StandardCharsets.UTF_8);
        EventPrinter printer = new EventPrinter(format, colours, out);
        printer.print(new ObjectMapper().readTree(document), document);
        assertThat(printer.flush()).isTrue();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
