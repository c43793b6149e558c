package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Access and error lines of many forms, and what their documents have. A case is a title, then the line (with the log type in
 * front of it if it is none of nginx), then the fields: a name and a value of each, or {@code -} in front of a name that may
 * not be there.
 */
class AccessLinesTest {

    private static final ParserSettings SETTINGS =
            Fixtures.settings(Schema.ECS).withIngested().withTimes(Duration.ofDays(100_000), Duration.ofDays(100_000));

    private final EventParser rules = new EventParser(SETTINGS);
    private final EventParser used = new EventParser(SETTINGS);

    @TestFactory
    Stream<DynamicTest> lines_of_access_logs() {
        return cases("lines/access.txt");
    }

    @TestFactory
    Stream<DynamicTest> access_lines_in_json() {
        return cases("lines/json-access.txt");
    }

    @TestFactory
    Stream<DynamicTest> lines_of_error_logs() {
        return cases("lines/error.txt");
    }

    @TestFactory
    Stream<DynamicTest> texts_of_containers() {
        return cases("lines/container.txt");
    }

    private Stream<DynamicTest> cases(String resource) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String each : text(resource).split("\n\n+")) {
            String[] lines = each.split("\n");
            tests.add(DynamicTest.dynamicTest(lines[0].replaceFirst("^# ", ""), () -> check(lines)));
        }
        return tests.stream();
    }

    private static String text(String resource) {
        try {
            return Files.readString(Path.of("src/test/resources", resource)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String[] lines) throws MalformedEventException {
        String[] typed = lines[1].startsWith("application|") || lines[1].startsWith("docker|")
                ? lines[1].split("\\|", 2)
                : new String[] {"nginx", lines[1]};
        String line = typed[1].replace("␤", "\n").replace("␛", "\u001b");
        ObjectNode event = Fixtures.event(typed[0], line);
        event.put("@timestamp", "2026-11-29T23:59:59.000Z");
        if (typed[0].equals("docker") && !line.startsWith("{\"log\"")) {
            event.put("stream", "stdout");
        }
        Map<String, JsonNode> document = new TreeMap<>();
        flatten("", Fixtures.document(Fixtures.parse(rules, event.toString())), document);
        Set<String> faults = new TreeSet<>();
        for (int i = 2; i < lines.length; i++) {
            fault(lines[i], document, faults);
        }
        assertThat(faults).as("faults of %s", document).isEmpty();
        for (int i = 0; i < 3; i++) { // as those are read for which there are templates
            Fixtures.assertByRules(used, rules, event.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void fault(String expected, Map<String, JsonNode> document, Set<String> faults) {
        if (expected.startsWith("- ")) {
            String name = expected.substring(2);
            document.keySet().stream()
                    .filter(each -> each.equals(name) || each.startsWith(name + '.'))
                    .forEach(each -> faults.add(each + " is " + document.get(each)));
            return;
        }
        String[] parts = expected.split(" ", 2);
        JsonNode wanted = Fixtures.json(parts[1]);
        JsonNode has = document.get(parts[0]);
        if (has == null || !Fixtures.isEqual(alone(has), alone(wanted))) {
            faults.add(parts[0] + " is " + has + ", not " + wanted);
        }
    }

    /** A list of one is its element. */
    private static JsonNode alone(JsonNode value) {
        return value instanceof ArrayNode array && array.size() == 1 ? array.get(0) : value;
    }

    private static void flatten(String path, JsonNode value, Map<String, JsonNode> into) {
        if (value.isObject()) {
            value.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + '.' + member.getKey(), member.getValue(), into));
        } else {
            into.put(path, value);
        }
    }
}
