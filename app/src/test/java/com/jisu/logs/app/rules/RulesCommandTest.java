package com.jisu.logs.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.RunInProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jisu-logs rules}, and {@code config check} with rules. */
class RulesCommandTest {

    private static final String RULES = """
            types:
              shop:
                steps:
                  - grok: {field: message, patterns: ['^order %{INT:order.number:int}']}
                    name: the order
            steps:
              - if: 'order.number == 13'
                drop: {}
            tests:
              - {name: an order has a number, type: shop, message: order 7, expect: {order.number: 7}}
              - {name: bad luck, type: shop, message: order 13, dropped: true}
            """;

    private static final String FAULTY = """
            steps:
              - grokk: {field: message}
              - set: {feild: a, value: b}
              - if: 'a = 1'
                drop: {}
            tests:
              - {name: x, expct: {}}
            """;

    @TempDir
    private Path directory;

    private Path write(String yaml) throws Exception {
        return Files.writeString(directory.resolve("rules.yml"), yaml);
    }

    @Test
    void tests_that_pass_are_named_and_the_exit_code_is_0() throws Exception {
        RunInProcess run = RunInProcess.of("rules", "test", write(RULES).toString());
        assertThat(run.out().lines())
                .containsExactly("passed  an order has a number", "passed  bad luck", "2 of 2 tests passed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_test_that_fails_is_named_with_the_field_and_both_values_and_the_exit_code_is_1() throws Exception {
        Path file = write(RULES.replace("expect: {order.number: 7}", "expect: {order.number: 8, order.id: x}")
                .replace("message: order 13", "message: order 14"));
        RunInProcess run = RunInProcess.of("rules", "test", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("FAILED  an order has a number");
        assertThat(lines.get(1)).contains("rules.yml:10", "order.number", "8", "7");
        assertThat(lines.get(2)).contains("order.id", "x");
        assertThat(lines.get(3)).isEqualTo("FAILED  bad luck");
        assertThat(lines.get(4)).contains("rules.yml:11", "dropped");
        assertThat(lines.get(5)).isEqualTo("0 of 2 tests passed");
    }

    @Test
    void a_file_with_faults_is_told_line_by_line_and_the_exit_code_is_2() throws Exception {
        Path file = write(FAULTY);
        for (String command : List.of("test", "show")) {
            RunInProcess run = RunInProcess.of("rules", command, file.toString());
            assertThat(run.exitCode()).as(command).isEqualTo(2);
            assertFaults(run, file);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void config_check_tells_all_faults_of_the_rules() throws Exception {
        Path file = write(FAULTY);
        RunInProcess run = RunInProcess.of("config", "check", "--set", "streams.rules=" + file);
        assertThat(run.exitCode()).isEqualTo(2);
        assertFaults(run, file);

        write(RULES.replace("number: 7}", "number: 8}"));
        run = RunInProcess.of("config", "check", "--set", "streams.rules=" + file);
        assertThat(run.exitCode()).as("a test fails").isEqualTo(2);
        assertThat(run.err()).contains("an order has a number", "order.number");

        write(RULES);
        run = RunInProcess.of("config", "check", "--set", "streams.rules=" + file);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).as("nothing is wrong").isEmpty();

        run = RunInProcess.of("config", "check", "--set", "streams.rules=" + directory.resolve("none.yml"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("streams.rules").contains("none.yml");
    }

    private static void assertFaults(RunInProcess run, Path file) {
        assertThat(run.err().lines())
                .satisfiesExactly(
                        fault -> assertThat(fault).contains(file + ":2: ", "grokk", "did you mean 'grok'"),
                        fault -> assertThat(fault).contains(file + ":3: ", "feild", "did you mean 'field'"),
                        fault -> assertThat(fault).contains(file + ":4: ", "did you mean =="),
                        fault -> assertThat(fault).contains(file + ":7: ", "expct", "did you mean 'expect'"),
                        fault -> assertThat(fault).contains(file + ":7: ", "needs 'expect'"),
                        fault -> assertThat(fault).contains(file + ":7: ", "needs 'message'"));
    }

    @Test
    void a_file_that_is_not_there_or_not_named_is_told() {
        RunInProcess none =
                RunInProcess.of("rules", "test", directory.resolve("none.yml").toString());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("jisu-logs: there is no file " + directory.resolve("none.yml") + "\n");
        RunInProcess nobody = RunInProcess.of("rules", "show");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("streams.rules");
    }

    @Test
    void show_has_each_step_with_its_line_and_the_hash_of_the_file() throws Exception {
        Path file = write(RULES);
        RunInProcess run = RunInProcess.of("rules", "show", file.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith(file + ": 2 steps, 1 types, 2 tests, hash ")
                .containsSubsequence(
                        "type shop",
                        "  grok  " + file + ":4",
                        "(the order)",
                        "  drop  " + file + ":7",
                        "order.number == 13");

        RunInProcess same = RunInProcess.of("rules", "show", "--set", "streams.rules=" + file);
        assertThat(same.out()).as("of the configuration").isEqualTo(run.out());

        write(RULES + "\n");
        assertThat(hash(RunInProcess.of("rules", "show", file.toString()))).isNotEqualTo(hash(run));
    }

    private static String hash(RunInProcess run) {
        return run.out().lines().findFirst().orElseThrow().replaceAll(".* hash ", "");
    }

    @Test
    void schema_is_a_json_schema_with_every_step() throws Exception {
        RunInProcess run = RunInProcess.of("rules", "schema");
        assertThat(run.exitCode()).isZero();
        JsonNode schema = new ObjectMapper().readTree(run.out());
        assertThat(schema.path("$schema").asText()).contains("json-schema.org");
        assertThat(schema.path("properties").has("types")).isTrue();
        assertThat(run.out()).contains("\"grok\"", "\"redact\"", "\"deliver\"", "\"on_failure\"");
    }
}
