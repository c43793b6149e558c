package com.jisu.logs.app.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.Main;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Configurations of Logstash are imported and their events run through the rules; what comes of it is compared with what a real Logstash
 * 9.3.9 made of the same events ({@code out.jsonl}), field by field. What differs must be in {@code importing/deviations.yml}, under the
 * number by which docs/importing.md tells of it.
 */
class ImportsTest {

    private static final Path TABLES = Path.of("src/test/resources/importing");
    private static final Path CONFIGURATIONS = TABLES.resolve("configurations");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration EVER = Duration.ofDays(4_000_000);

    /** When the real Logstash was run: dates without a year are of this one. */
    private static final long ARRIVAL = Instant.parse("2026-11-29T12:00:00Z").toEpochMilli();

    private static final double LEAST_SHARE = 0.98;

    /** The results of each configuration, by its name; made once. */
    private static final Map<String, List<Agreement>> AGREEMENTS = new LinkedHashMap<>();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void importAll() throws Exception {
        ParserSettings settings = ParserSettings.defaults(
                        ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 100))
                .withTimes(EVER, EVER);
        for (String name : configurations()) {
            AGREEMENTS.put(name, agreements(name, settings));
        }
    }

    static List<String> configurations() throws IOException {
        try (Stream<Path> folders = Files.list(CONFIGURATIONS)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void only_fields_that_are_listed_differ_from_those_of_logstash(String name) throws IOException {
        List<String> unlisted = new ArrayList<>();
        List<Agreement> events = AGREEMENTS.get(name);
        Set<String> listed = listed().keySet();
        for (int i = 0; i < events.size(); i++) {
            int line = i + 1;
            events.get(i).differences().forEach((field, values) -> {
                if (!listed.contains(place(name, line, field))) {
                    unlisted.add(name + ":" + line + " " + field + ": " + values);
                }
            });
        }
        assertThat(unlisted).isEmpty();
    }

    @Test
    void all_that_is_listed_differs() throws IOException {
        Set<String> differing = new TreeSet<>();
        AGREEMENTS.forEach((name, events) -> {
            for (int i = 0; i < events.size(); i++) {
                for (String field : events.get(i).differences().keySet()) {
                    differing.add(place(name, i + 1, field));
                }
            }
        });
        assertThat(differing).containsAll(listed().keySet());
    }

    @Test
    void the_numbers_of_what_is_listed_are_rows_of_the_page_on_importing() throws IOException {
        Set<String> rows = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| [^|]+ \\|$")
                .matcher(Files.readString(Path.of("../docs/importing.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        assertThat(rows).containsAll(new TreeSet<>(listed().values()));
    }

    @Test
    void at_least_98_of_100_fields_agree() {
        int fields = 0;
        int agreeing = 0;
        for (List<Agreement> events : AGREEMENTS.values()) {
            fields += events.stream().mapToInt(Agreement::fields).sum();
            agreeing += events.stream().mapToInt(Agreement::agreeing).sum();
        }
        assertThat(AGREEMENTS).hasSize(16);
        assertThat(fields).isGreaterThan(5_000);
        assertThat((double) agreeing / fields).as(agreeing + " of " + fields).isGreaterThanOrEqualTo(LEAST_SHARE);
    }

    private static String place(String name, int line, String field) {
        return name + ":" + line + " " + field;
    }

    /** The number of its deviation, by the place of each field that may differ. */
    private static Map<String, String> listed() throws IOException {
        List<Map<String, Object>> table = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(TABLES.resolve("deviations.yml")));
        Map<String, String> listed = new LinkedHashMap<>();
        for (Map<String, Object> each : table) {
            for (Object field : (List<?>) each.get("fields")) {
                String place = place((String) each.get("configuration"), (Integer) each.get("line"), (String) field);
                assertThat(listed.put(place, each.get("number").toString()))
                        .as(place)
                        .isNull();
            }
        }
        return listed;
    }

    private static List<Agreement> agreements(String name, ParserSettings settings) throws Exception {
        boolean ecs = name.endsWith("-ecs");
        Path from = CONFIGURATIONS.resolve(name);
        Path out = directory.resolve(name);
        assertThat(importing(from.resolve("logstash.conf"), ecs, out)).as(name).isZero();
        Path rules = out.resolve("rules.yml");
        List<String> results = results(rules, from.resolve("in.jsonl"), settings);
        List<String> logstash = Files.readAllLines(from.resolve("out.jsonl"));
        assertThat(results).as(name).hasSameSizeAs(logstash);
        List<Agreement> agreements = new ArrayList<>();
        for (int i = 0; i < logstash.size(); i++) {
            agreements.add(Agreement.of(JSON.readTree(logstash.get(i)), JSON.readTree(results.get(i)), ecs));
        }
        return agreements;
    }

    /** Imports as a user does; returns the exit code. */
    static int importing(Path configuration, boolean ecs, Path out) {
        PrintStream before = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            return Main.commandLine()
                    .execute(
                            "import",
                            configuration.toString(),
                            "--out",
                            out.toString(),
                            "--ecs-compatibility",
                            ecs ? "v8" : "disabled");
        } finally {
            System.setOut(before);
        }
    }

    /** What {@code parse --rules FILE --results} writes, a line for each event. */
    static List<String> results(Path file, Path events, ParserSettings settings)
            throws IOException, MalformedEventException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RulesOfFile rules = RulesOfFile.open(file, settings, false)) {
            DocumentOutput output = new DocumentOutput(out);
            EventDocuments documents = ParseCommand.results(rules.parser(), output);
            int number = 0;
            for (String line : Files.readAllLines(events)) {
                number++;
                documents.add(line.getBytes(StandardCharsets.UTF_8), new RawPosition("in.jsonl", 0, number), ARRIVAL);
            }
            documents.finish();
            output.flush();
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
