package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.LogType;
import com.jisu.logs.parsers.MmdbWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jisu-logs parse}, which needs no server. */
class ParseTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void the_golden_events_become_what_logstash_made_of_them_one_line_each() throws Exception {
        List<JsonNode> golden = new ArrayList<>();
        for (String line :
                Files.readAllLines(Program.CHECKOUT.resolve("parsers/src/test/resources/golden/logstash.jsonl"))) {
            golden.add(JSON.readTree(line));
        }
        Path events =
                file(golden.stream().map(each -> each.get("in").toString()).toArray(String[]::new));

        Program parse = Program.run(directory, "parse", "--schema", "logstash", events.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        List<JsonNode> documents = documents(parse);
        assertThat(documents).hasSameSizeAs(golden);
        for (int i = 0; i < golden.size(); i++) {
            // Field by field they are compared in the parsers' own tests.
            assertThat(documents.get(i).get("verb"))
                    .isEqualTo(golden.get(i).at("/out").get("verb"));
            assertThat(documents.get(i).get("@version"))
                    .isEqualTo(golden.get(i).at("/out").get("@version"));
        }
    }

    @Test
    void databases_of_ones_own_are_for_what_is_in_them() throws Exception {
        byte[] client = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 81, 2};
        Path places = Files.write(
                directory.resolve("places.mmdb"),
                new MmdbWriter("city ipvAll", 24)
                        .put(client, Map.of("country_code", "GB", "city", "Oxford"))
                        .toByteArray());
        Path networks = Files.write(
                directory.resolve("networks.mmdb"),
                new MmdbWriter("asn", 24).put(client, Map.of("asn", "AS7")).toByteArray());
        Path lines = file("81.2.69.142 - - [21/Nov/2026:00:00:03 +0000] \"GET / HTTP/1.1\" 200 2 \"-\" \"x\"");

        Program parse = Program.run(
                directory,
                "parse",
                "--type",
                "nginx",
                "--geoip",
                networks.toString(),
                "--geoip",
                places.toString(),
                lines.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        assertThat(documents(parse).get(0).at("/source/geo"))
                .isEqualTo(JSON.readTree("{\"country_iso_code\":\"GB\",\"city_name\":\"Oxford\"}"));
        assertThat(documents(parse).get(0).at("/source/as")).isEqualTo(JSON.readTree("{\"number\":7}"));
    }

    @Test
    void keys_of_a_configuration_are_known_and_named_by_explain() throws Exception {
        Path configuration =
                Files.writeString(directory.resolve("own.yml"), "streams:\n  keys: {log.logger: [my_logger]}\n");
        Path lines = file("{\"my_logger\":\"shop\",\"message\":\"m\"}");

        Program parse = Program.run(
                directory, "parse", "--type", "application", "--config", configuration.toString(), lines.toString());
        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        assertThat(documents(parse).get(0).at("/log/logger").textValue()).isEqualTo("shop");

        Program explained = Program.run(
                directory,
                "parse",
                "--explain",
                "--type",
                "application",
                "-c",
                configuration.toString(),
                lines.toString());
        assertThat(explained.stdout()).contains("a known key under its ECS name: my_logger");
    }

    @Test
    void bare_lines_are_parsed_as_the_type_and_the_parts_of_a_cut_one_joined() throws Exception {
        Path lines = file(
                "2026-11-23T09:59:59Z stdout P {\"message\":\"it ",
                "2026-11-23T09:59:59Z stderr F apart",
                "",
                "2026-11-23T09:59:59Z stdout F works\"}",
                "2026-11-23T10:00:00Z stdout P never ended");

        Program parse = Program.run(directory, "parse", "--type", "docker", lines.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        assertThat(documents(parse))
                .extracting(document -> document.get("message").textValue())
                .containsExactly("apart", "it works", "never ended");
    }

    @Test
    void a_line_that_is_no_event_is_named_and_the_rest_goes_on() throws Exception {
        Path events = file("{\"message\":\"one\"}", "{\"message\":", "[1]", "{\"message\":\"two\"}");

        Program parse = Program.run(directory, "parse", events.toString());

        assertThat(parse.exitCode()).isEqualTo(1);
        assertThat(documents(parse))
                .extracting(document -> document.get("message").textValue())
                .containsExactly("one", "two");
        assertThat(parse.stderr())
                .contains("jisu-logs: " + events + ":2: the event is not JSON")
                .contains("jisu-logs: " + events + ":3: the event is a JSON array, not an object");
    }

    @Test
    void each_field_is_explained() throws Exception {
        Path lines = file("{\"level\":\"warn\",\"timestamp\":\"2026-11-23T10:00:00Z\",\"agent\":\"h\",\"order\":7}");

        Program parse = Program.run(directory, "parse", "--type", "application", "--explain", lines.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        assertThat(parse.stdout())
                .containsPattern("(?m)^  @timestamp +\"2026-11-23T10:00:00.000Z\" +application 5: ")
                .containsPattern("(?m)^  order +7 +application 2: ")
                .containsPattern("(?m)^  log.level +\"warn\" +application 4: ")
                .containsPattern("(?m)^  application.agent +\"h\" +application 3: ")
                .containsPattern("(?m)^  fields.logtype +\"application\" +as it was shipped$");
    }

    @Test
    void a_file_that_is_not_there_is_one_line_on_stderr() throws Exception {
        Program parse = Program.run(directory, "parse", "no-such-file");

        assertThat(parse.exitCode()).isEqualTo(1);
        assertThat(parse.stderr()).isEqualTo("jisu-logs: there is no file no-such-file\n");
    }

    @Test
    void bare_lines_without_a_type_are_answered_with_a_hint() throws Exception {
        Path lines = file("8.8.8.8 - - [x", "plain text", "more of it");

        Program parse = Program.run(directory, "parse", lines.toString());

        assertThat(parse.exitCode()).isEqualTo(1);
        assertThat(parse.stderr().lines().filter(line -> line.startsWith("jisu-logs: ")))
                .containsExactly(
                        "jisu-logs: " + lines + ":1 is no Beats event; if these are bare log lines, say of which"
                                + " type: --type " + LogType.choice());
    }

    @Test
    void gzip_is_read_as_it_is_and_what_is_cut_off_is_one_line_after_the_rest() throws Exception {
        byte[] whole = gzip("one\ntwo\n", "three\n");
        Path members = Files.write(Files.createTempFile(directory, "input", ".gz"), whole);
        Program parse = Program.run(directory, "parse", "--type", "application", members.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        assertThat(documents(parse))
                .extracting(document -> document.get("message").textValue())
                .containsExactly("one", "two", "three");

        Path cut = Files.write(Files.createTempFile(directory, "input", ".gz"), Arrays.copyOf(whole, whole.length - 9));
        Program parseCut = Program.run(directory, "parse", "--type", "application", cut.toString());

        assertThat(parseCut.exitCode()).isEqualTo(1);
        assertThat(documents(parseCut))
                .extracting(document -> document.get("message").textValue())
                .containsSequence("one", "two");
        assertThat(parseCut.stderr().lines().filter(line -> line.startsWith("jisu-logs: ")))
                .containsExactly("jisu-logs: " + cut + " can not be read: its gzip data is cut off");
    }

    private static byte[] gzip(String... members) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String member : members) {
            try (OutputStream out = new GZIPOutputStream(all)) {
                out.write(member.getBytes(StandardCharsets.UTF_8));
            }
        }
        return all.toByteArray();
    }

    @Test
    void a_type_that_there_is_not_is_one_line_on_stderr() throws Exception {
        Program parse = Program.run(directory, "parse", "--type", "ngnix", "no-such-file");

        assertThat(parse.exitCode()).isEqualTo(2);
        assertThat(parse.stderr()).isEqualTo("jisu-logs: --type is ngnix; did you mean nginx?\n");
    }

    private Path file(String... lines) throws Exception {
        Path file = Files.createTempFile(directory, "input", ".txt");
        return Files.write(file, List.of(lines));
    }

    private static List<JsonNode> documents(Program parse) throws Exception {
        List<JsonNode> documents = new ArrayList<>();
        for (String line : parse.stdout().lines().toList()) {
            documents.add(JSON.readTree(line));
        }
        return documents;
    }
}
