package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics say of rules, as docs/rules.md has them. */
class RuleMetricsTest {

    private static final List<String> OF_A_STEP = List.of(
            "jisu.logs.rules.dropped",
            "jisu.logs.rules.events",
            "jisu.logs.rules.failures",
            "jisu.logs.rules.seconds",
            "jisu.logs.rules.timeouts");

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private RulesInUse rules;

    private void start(String yaml) throws Exception {
        rules = RulesInUse.open(write(yaml), ParserFixture.DEFAULTS, Duration.ofMillis(10));
        assertThat(new RuleMetrics(rules, metrics)).isNotNull();
    }

    private Path write(String yaml) throws Exception {
        return Files.writeString(directory.resolve("rules.yml"), yaml);
    }

    @AfterEach
    void stop() {
        rules.close();
    }

    @Test
    void a_step_is_named_by_its_kind_and_its_line_and_not_by_what_users_call_it() throws Exception {
        start("""
                steps:
                  - grok: {field: message, patterns: ['^%{INT:n}$']}
                    name: secret-name
                  - if: 'n != null'
                    drop: {}
                """);
        parse("7", "8", "no number");
        assertThat(count("events", "grok", 2)).isEqualTo(3);
        assertThat(count("failures", "grok", 2)).isEqualTo(1);
        assertThat(count("timeouts", "grok", 2)).isZero();
        assertThat(count("dropped", "grok", 2)).isZero();
        assertThat(count("events", "drop", 4))
                .as("for which its condition holds")
                .isEqualTo(2);
        assertThat(count("dropped", "drop", 4)).isEqualTo(2);
        assertThat(metrics.get("jisu.logs.rules.info")
                        .tag("hash", rules.current().hash())
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters()).noneMatch(id -> id.toString().contains("secret"));
        Set<String> ofSteps = meters().stream()
                .filter(id -> id.getTag("step") != null)
                .map(Meter.Id::getName)
                .collect(Collectors.toSet());
        assertThat(ofSteps).containsExactlyInAnyOrderElementsOf(OF_A_STEP);
    }

    @Test
    void steps_of_a_kind_on_one_line_are_counted_together() throws Exception {
        start("steps: [{set: {field: labels.a, value: x}}, {set: {field: labels.b, value: x}}]");
        parse("m");
        assertThat(count("events", "set", 1)).isEqualTo(2);
    }

    @Test
    void an_expression_that_takes_too_long_is_counted() throws Exception {
        start("steps:\n  - gsub: {field: message, pattern: '(a+a+)+b', replacement: ''}\n");
        parse("a".repeat(60));
        assertThat(count("timeouts", "gsub", 2)).isEqualTo(1);
        assertThat(count("failures", "gsub", 2)).isEqualTo(1);
    }

    @Test
    void the_meters_of_rules_that_were_replaced_are_gone() throws Exception {
        start("steps:\n  - lowercase: {fields: message}\n");
        String before = rules.current().hash();
        parse("M");
        write("\nsteps:\n  - uppercase: {fields: message}\n");
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !rules.current().hash().equals(before));
        metrics.get("jisu.logs.rules.refused").gauge().value(); // whoever reads the metrics reads this one, too

        assertThat(meters().stream().map(id -> id.getTag("step")).filter(step -> step != null))
                .hasSize(OF_A_STEP.size())
                .containsOnly("uppercase");
        assertThat(meters().stream().map(id -> id.getTag("hash")).filter(hash -> hash != null))
                .containsExactly(rules.current().hash());
        assertThat(metrics.get("jisu.logs.rules.replaced").functionCounter().count())
                .isEqualTo(1);
    }

    @Test
    void of_many_steps_the_first_200_have_meters() throws Exception {
        start("steps:\n" + "  - set: {field: labels.a, value: x}\n".repeat(300));
        parse("m");
        Set<String> lines = meters().stream()
                .map(id -> id.getTag("line"))
                .filter(line -> line != null)
                .collect(Collectors.toSet());
        assertThat(lines).hasSize(200).contains("2", "201").doesNotContain("202");
        assertThat(meters()).hasSize(200 * OF_A_STEP.size() + 3);
    }

    private List<Meter.Id> meters() {
        return metrics.getMeters().stream().map(Meter::getId).toList();
    }

    private double count(String what, String step, int line) {
        return metrics.get("jisu.logs.rules." + what)
                .tag("step", step)
                .tag("line", Integer.toString(line))
                .functionCounter()
                .count();
    }

    private void parse(String... messages) throws Exception {
        CurrentParser parser = new CurrentParser(ParserFixture.DEFAULTS, Optional.of(rules), ParserObserver.NONE);
        for (String message : messages) {
            String event = "{\"message\":\"" + message + "\",\"fields\":{\"logtype\":\"own\"}}";
            parser.get()
                    .parse(event.getBytes(StandardCharsets.UTF_8), new RawPosition("raw", 0, 1), 1_763_979_600_000L);
        }
    }
}
