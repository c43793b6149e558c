package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jisu-logs parse --rules}, which needs no server. */
class ParseRulesTest {

    @TempDir
    private Path directory;

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String event(String message) {
        return "{\"@timestamp\":\"2026-11-23T10:00:00.000Z\",\"message\":\"" + message
                + "\",\"fields\":{\"logtype\":\"own\"}}\n";
    }

    @Test
    void results_have_a_line_for_each_event_with_what_each_output_gets() throws Exception {
        Path rules = write("rules.yml", """
                steps:
                  - {if: 'message == "noise"', drop: {}}
                  - keep: {fields: ['@timestamp', message]}
                  - if: 'message == "both"'
                    deliver: {index: archive, copy: true}
                  - if: 'message != "plain"'
                    deliver: {index: 'Own ${message}', id: 'id-${message}', routing: r, pipeline: p}
                """);
        Path events = write("events.jsonl", event("noise") + event("both") + event("one") + event("plain"));

        Program parse = Program.run(directory, "parse", "--rules", rules.toString(), "--results", events.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        List<String> lines = parse.stdout().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("[]");
        assertThat(lines.get(1))
                .isEqualTo(
                        "[{\"index\":\"archive\",\"document\":{\"@timestamp\":\"2026-11-23T10:00:00.000Z\",\"message\":\"both\"}},"
                                + "{\"index\":\"own_both\",\"id\":\"id-both\",\"routing\":\"r\",\"pipeline\":\"p\","
                                + "\"document\":{\"@timestamp\":\"2026-11-23T10:00:00.000Z\",\"message\":\"both\"}}]");
        assertThat(lines.get(2)).startsWith("[{\"index\":\"own_one\",\"id\":\"id-one\",");
        assertThat(lines.get(3))
                .isEqualTo(
                        "[{\"index\":\"jisu-logs-2026.11.23\",\"document\":{\"@timestamp\":\"2026-11-23T10:00:00.000Z\",\"message\":\"plain\"}}]");
    }

    @Test
    void explain_names_the_file_and_the_line_of_the_step_behind_each_field() throws Exception {
        Path rules = write("rules.yml", """
                types:
                  shop:
                    steps:
                      - grok: {field: message, patterns: ['^order %{INT:order.number:int}']}
                      - set: {field: labels.kind, value: order}
                        name: the kind
                """);
        Path lines = write("shop.log", "order 7\n");

        Program parse = Program.run(
                directory, "parse", "--rules", rules.toString(), "--type", "shop", "--explain", lines.toString());

        assertThat(parse.exitCode()).as(parse.stderr()).isZero();
        assertThat(parse.stdout())
                .containsPattern("(?m)^  order.number +7 .*rules.yml:4 grok")
                .containsPattern("(?m)^  labels.kind +\"order\" .*rules.yml:5 set.*the kind")
                .containsPattern("(?m)^  fields.logtype +\"shop\" +as it was shipped$");
    }

    @Test
    void types_of_the_rules_are_offered_and_nothing_else_is_said() throws Exception {
        Path rules = write("rules.yml", "types:\n  postfix: {as: none}\n  nginx: {as: none}\n  shop: {steps: []}\n");
        Path lines = write("mail.log", "connect from a\nmore\n");

        Program parse = Program.run(directory, "parse", "--rules", rules.toString(), lines.toString());

        assertThat(parse.exitCode()).isEqualTo(1);
        assertThat(parse.stderr().lines())
                .containsExactly(
                        "jisu-logs: " + lines + ":1 is no Beats event; if these are bare log lines, say of which"
                                + " type: --type postfix, nginx, shop, application or docker");
    }

    @Test
    void faults_are_a_line_each_and_nothing_is_parsed() throws Exception {
        Path rules = write("rules.yml", "steps:\n  - grokk: {}\n  - set: {feild: a}\n");
        Path events = write("events.jsonl", event("m"));
        Program parse = Program.run(directory, "parse", "--rules", rules.toString(), events.toString());
        assertThat(parse.exitCode()).isEqualTo(1);
        assertThat(parse.stdout()).isEmpty();
        assertThat(parse.stderr())
                .contains(rules + ":2: 'grokk' is no step; did you mean 'grok'?")
                .contains(rules + ":3: set has no option 'feild'; did you mean 'field'?");

        write("rules.yml", "steps: []\ntests: [{name: it fails, event: {message: m}, expect: {message: n}}]\n");
        Program failing = Program.run(directory, "parse", "--rules", rules.toString(), events.toString());
        assertThat(failing.exitCode()).isEqualTo(1);
        assertThat(failing.stdout()).isEmpty();
        assertThat(failing.stderr()).contains("rules.yml:2", "it fails", "message");
    }
}
