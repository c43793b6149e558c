package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of rules changes while they are in use. */
class RulesInUseTest {

    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final int RELOADS = 50;
    private static final long ARRIVAL = 1_763_979_600_000L;

    @TempDir
    private Path directory;

    private Path write(String yaml) throws Exception {
        return Files.writeString(directory.resolve("rules.yml"), yaml);
    }

    /** As an editor, or a ConfigMap, has it: the file is never half of itself. */
    private void replace(String yaml) throws Exception {
        Path whole = Files.writeString(directory.resolve("new"), yaml);
        Files.move(whole, directory.resolve("rules.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String version(Object version) {
        return "steps:\n  - set: {field: labels.version, value: '" + version + "'}\n";
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(30));
    }

    private RulesInUse open() throws Exception {
        return RulesInUse.open(directory.resolve("rules.yml"), ParserFixture.DEFAULTS, OFTEN);
    }

    @Test
    void a_changed_file_takes_the_place_of_those_before() throws Exception {
        write(version("one"));
        try (RulesInUse rules = open();
                StreamsLog log = new StreamsLog()) {
            String before = rules.current().hash();
            CurrentParser parser = parser(rules);
            assertThat(document(parser, 0).at("/labels/version").asText()).isEqualTo("one");
            replace(version("two"));
            soon().until(() -> !rules.current().hash().equals(before));
            assertThat(document(parser, 1).at("/labels/version").asText()).isEqualTo("two");
            soon().untilAsserted(() -> assertThat(log.lines())
                    .contains("Rules of " + directory.resolve("rules.yml") + " have changed and are in effect: 1 steps,"
                            + " 0 types, 0 tests, hash " + rules.current().hash()));
            assertThat(rules.replaced()).isEqualTo(1);
        }
    }

    @Test
    void a_bad_file_is_refused_and_those_before_stay_until_it_is_mended() throws Exception {
        write(version("one"));
        try (RulesInUse rules = open();
                StreamsLog log = new StreamsLog()) {
            SimpleMeterRegistry metrics = new SimpleMeterRegistry();
            assertThat(new RuleMetrics(rules, metrics)).isNotNull();
            String before = rules.current().hash();
            replace("steps:\n  - grokk: {}\n  - set: {feild: a}\n");
            soon().until(() -> !rules.faults().isEmpty());
            assertThat(rules.faults())
                    .satisfiesExactly(
                            fault -> assertThat(fault).contains("rules.yml:2", "grokk", "did you mean 'grok'"),
                            fault -> assertThat(fault).contains("rules.yml:3", "feild", "did you mean 'field'"));
            assertThat(rules.current().hash()).isEqualTo(before);
            assertThat(refused(metrics)).isEqualTo(1);
            String fault = rules.faults().get(0);
            soon().untilAsserted(() -> assertThat(log.lines()).contains(fault));

            replace(version("three"));
            soon().until(() -> rules.faults().isEmpty());
            assertThat(rules.current().hash()).isNotEqualTo(before);
            assertThat(refused(metrics)).isZero();
            assertThat(log.lines().stream()
                            .filter(line -> line.contains("are refused"))
                            .count())
                    .as("told once, however often it is looked at")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_file_with_a_test_that_fails_is_refused() throws Exception {
        String failing =
                version("one") + "tests:\n  - {name: a b, event: {message: m}, expect: {labels.version: two}}\n";
        write(version("one"));
        try (RulesInUse rules = open()) {
            replace(failing);
            soon().until(() -> !rules.faults().isEmpty());
            assertThat(rules.faults()).singleElement().asString().contains("a b", "labels.version", "two", "one");
            assertThat(rules.replaced()).isZero();
        }
        write(failing);
        assertThatThrownBy(this::open).isInstanceOf(RulesException.class).hasMessageContaining("labels.version");
    }

    @Test
    void a_file_for_the_other_schema_is_refused() throws Exception {
        write("schema: logstash\n" + version("one"));
        assertThatThrownBy(this::open)
                .isInstanceOf(RulesException.class)
                .hasMessageContaining("it is written for schema logstash, but streams.schema is ecs");
        RulesInUse.check(directory.resolve("rules.yml"), ParserFixture.DEFAULTS.withSchema(Schema.LOGSTASH));
    }

    @Test
    void a_file_that_was_emptied_is_refused() throws Exception {
        Path file = write(version("one"));
        try (RulesInUse rules = open()) {
            replace("");
            soon().until(() -> !rules.faults().isEmpty());
            assertThat(rules.faults()).containsExactly(file + " is empty; a file that changes nothing has 'steps: []'");
            replace("steps: []\n");
            soon().until(() -> rules.replaced() == 1);
            assertThat(rules.current().counts()).isEmpty();
        }
    }

    @Test
    void a_file_that_vanishes_is_told_and_may_come_back() throws Exception {
        Path file = write(version("one"));
        try (RulesInUse rules = open()) {
            String before = rules.current().hash();
            Files.move(file, directory.resolve("away"));
            soon().until(() -> !rules.faults().isEmpty());
            assertThat(rules.faults()).containsExactly("there is no file " + file);
            assertThat(rules.current().hash()).isEqualTo(before);

            Files.move(directory.resolve("away"), file);
            soon().until(() -> rules.faults().isEmpty());
            assertThat(rules.current().hash()).isEqualTo(before);
            assertThat(rules.replaced()).as("they are the same").isZero();
        }
    }

    @Test
    void a_file_that_is_being_written_is_left_alone() throws Exception {
        Path file = write(version("one"));
        try (RulesInUse rules = RulesInUse.open(file, ParserFixture.DEFAULTS, Duration.ofMillis(600))) {
            Files.writeString(file, "");
            for (int i = 0; i < 20; i++) {
                String growing = "  - set: {field: labels.f" + i + ", value: x}\n";
                Files.writeString(file, i == 0 ? "steps:\n" + growing : growing, StandardOpenOption.APPEND);
                assertThat(rules.current().counts()).as("steps in effect").hasSize(1);
                long now = System.nanoTime();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> System.nanoTime() - now > 50_000_000);
            }
            soon().until(() -> rules.current().counts().size() == 20);
            soon().until(() -> rules.replaced() == 1);
        }
    }

    @Test
    void events_that_are_parsed_while_rules_change_are_all_there_once() throws Exception {
        write(version(0));
        try (RulesInUse rules = open()) {
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<List<ParsedEvent>> parsing = CompletableFuture.supplyAsync(() -> parse(rules, done));
            for (int i = 1; i <= RELOADS; i++) {
                long before = rules.replaced();
                write(version(i)); // not in one go: what is half there must not be taken for the whole
                soon().until(() -> rules.replaced() > before);
            }
            done.set(true);
            List<ParsedEvent> documents = parsing.get();

            Set<String> ids = new HashSet<>();
            int version = 0;
            Set<Integer> versions = new HashSet<>();
            for (int i = 0; i < documents.size(); i++) {
                ids.add(new String(documents.get(i).id(), StandardCharsets.UTF_8));
                JsonNode document = new ObjectMapper().readTree(documents.get(i).document());
                assertThat(document.path("message").asText()).isEqualTo("number " + i);
                int its = Integer.parseInt(document.at("/labels/version").asText());
                assertThat(its).as("the version of event " + i).isGreaterThanOrEqualTo(version);
                version = its;
                versions.add(its);
            }
            assertThat(ids).hasSameSizeAs(documents);
            assertThat(version).isEqualTo(RELOADS);
            assertThat(versions).hasSizeGreaterThan(RELOADS / 2);
        }
    }

    /** Until nothing changes any more, and one event further. */
    private static List<ParsedEvent> parse(RulesInUse rules, AtomicBoolean done) {
        CurrentParser parser = parser(rules);
        List<ParsedEvent> documents = new ArrayList<>();
        boolean last = false;
        for (int i = 0; !last; i++) {
            last = done.get();
            documents.addAll(parsed(parser, i));
            if (i % 100 == 99) {
                Thread.yield();
            }
        }
        return documents;
    }

    private static CurrentParser parser(RulesInUse rules) {
        return new CurrentParser(ParserFixture.DEFAULTS, Optional.of(rules), ParserObserver.NONE);
    }

    private static JsonNode document(CurrentParser parser, int number) throws Exception {
        List<ParsedEvent> documents = parsed(parser, number);
        assertThat(documents).hasSize(1);
        return new ObjectMapper().readTree(documents.get(0).document());
    }

    private static List<ParsedEvent> parsed(CurrentParser parser, int number) {
        String event = "{\"@timestamp\":\"2025-11-24T10:20:00.000Z\",\"message\":\"number " + number
                + "\",\"fields\":{\"logtype\":\"own\"}}";
        try {
            return parser.get()
                    .parse(event.getBytes(StandardCharsets.UTF_8), new RawPosition("raw", 0, number), ARRIVAL);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    private static double refused(SimpleMeterRegistry metrics) {
        return metrics.get("jisu.logs.rules.refused").gauge().value();
    }
}
