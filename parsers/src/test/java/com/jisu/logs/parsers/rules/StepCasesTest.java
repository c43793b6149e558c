package com.jisu.logs.parsers.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What each step does, by the tables in {@code steps/*.yml}. A case has {@code name}, {@code step} (a map of the step's name to its options),
 * {@code event}, {@code outcome} ({@code done} if it is not there) and {@code expect}: the whole event behind the step. {@code schema}
 * ({@code ecs} if it is not there), {@code arrival}, and {@code copies}, the events that the step made, may be there, too.
 */
class StepCasesTest {

    private static final Path FOLDER = Path.of("src/test/resources/steps");
    private static final String ARRIVAL = "2026-11-30T10:00:00Z";
    private static final RegexWatch WATCH = new RegexWatch();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> each_case_comes_to_what_its_table_says() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                List<Map<String, Object>> cases =
                        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
                for (Map<String, Object> each : cases) {
                    tests.add(DynamicTest.dynamicTest(file.getFileName() + ": " + each.get("name"), () -> check(each)));
                }
            }
        }
        return tests.stream();
    }

    private static void check(Map<String, Object> table) throws Exception {
        EventTree event = new EventTree(
                (JsonObject) Values.json(table.get("event")),
                "AAAAAAAAAAAAAAAAAAAAAA",
                Instant.parse(table.getOrDefault("arrival", ARRIVAL).toString()).toEpochMilli());
        Outcome outcome = outcome(step(table), event);
        String expected = table.getOrDefault("outcome", "done").toString().toUpperCase(Locale.ROOT);
        assertThat(JSON.readTree(json(event)))
                .as("outcome %s", outcome)
                .isEqualTo(
                        JSON.readTree(JsonOutput.json(Values.json(table.getOrDefault("expect", table.get("event"))))));
        assertThat(outcome.name()).isEqualTo(expected);
        if (table.get("copies") instanceof List<?> copies) {
            assertThat(JSON.readTree("["
                            + String.join(
                                    ",",
                                    event.takeCopies().stream()
                                            .map(StepCasesTest::json)
                                            .toList()) + "]"))
                    .isEqualTo(JSON.readTree(JsonOutput.json(Values.json(copies))));
        }
    }

    private static Outcome outcome(Step step, EventTree event) {
        try {
            return step.apply(event);
        } catch (StepFailure e) {
            e.tags().forEach(event::tag);
            return Outcome.FAILED;
        }
    }

    private static Step step(Map<String, Object> table) throws Exception {
        Map.Entry<?, ?> named =
                ((Map<?, ?>) table.get("step")).entrySet().iterator().next();
        StepType type = StepTable.byNames().get(named.getKey().toString());
        assertThat(type).as("a step named " + named.getKey()).isNotNull();
        @SuppressWarnings("unchecked")
        Map<String, Object> options = named.getValue() == null ? Map.of() : (Map<String, Object>) named.getValue();
        Schema schema =
                Schema.valueOf(table.getOrDefault("schema", "ecs").toString().toUpperCase(Locale.ROOT));
        return type.maker()
                .make(
                        new StepOptions(options),
                        new StepContext(schema, Map.of(), Fixtures.GEO_IP, Fixtures.USER_AGENTS, FOLDER, WATCH));
    }

    private static String json(EventTree event) {
        try {
            return JSON.writeValueAsString(JSON.readTree(JsonOutput.json(event.root())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
