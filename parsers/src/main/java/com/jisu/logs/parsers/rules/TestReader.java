package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.Nearest;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the tests in a file of rules. */
final class TestReader {

    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("name", "type", "message", "event", "expect", "dropped"));

    /** When events of tests were made that say nothing of it. */
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    private final Faults faults;

    TestReader(Faults faults) {
        this.faults = faults;
    }

    List<RuleTest> tests(Node node) {
        List<RuleTest> tests = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                if (each instanceof MappingNode map) {
                    tests.add(test(map));
                } else {
                    faults.add(YamlValues.line(each), "a test must have 'type' and 'message', and 'expect'");
                }
            }
        } else if (node != null && (node instanceof MappingNode || YamlValues.of(node) != null)) {
            faults.add(YamlValues.line(node), "tests must be a list, each behind a '-'");
        }
        return List.copyOf(tests);
    }

    private RuleTest test(MappingNode node) {
        final int line = YamlValues.line(node);
        for (NodeTuple each : node.getValue()) {
            String key = YamlValues.text(each.getKeyNode());
            if (key == null || !KEYS.contains(key)) {
                faults.add(
                        YamlValues.line(each.getKeyNode()),
                        "'" + key + "' is unknown in a test"
                                + Nearest.to(String.valueOf(key), KEYS)
                                        .map(name -> "; did you mean '" + name + "'?")
                                        .orElse("; there may be " + String.join(", ", KEYS)));
            }
        }
        Map<?, ?> test = (Map<?, ?>) YamlValues.of(node);
        checkKinds(test, line);
        boolean dropped = Boolean.TRUE.equals(test.get("dropped"));
        if (!test.containsKey("expect") && !dropped) {
            faults.add(line, "a test needs 'expect', a map of fields to values, or 'dropped: true'");
        }
        if (!test.containsKey("event") && !test.containsKey("message")) {
            faults.add(line, "a test needs 'message', or a whole 'event'");
        }
        return new RuleTest(
                name(test, line), line, JsonOutput.json(Values.json(event(test))), expect(test, line), dropped);
    }

    private void checkKinds(Map<?, ?> test, int line) {
        test.forEach((key, value) -> {
            String expected = switch (String.valueOf(key)) {
                case "name", "type", "message" ->
                    value == null || value instanceof Map || value instanceof List ? "a text" : "";
                case "event" -> value instanceof Map ? "" : "a map: the event as Filebeat ships it";
                case "expect" -> value instanceof Map ? "" : "a map of fields to values";
                case "dropped" -> value instanceof Boolean ? "" : "true or false";
                default -> "";
            };
            if (!expected.isEmpty()) {
                faults.add(line, "a test's '" + key + "' must be " + expected);
            }
        });
    }

    private static String name(Map<?, ?> test, int line) {
        return test.get("name") == null ? "line " + line : test.get("name").toString();
    }

    private Map<String, Object> expect(Map<?, ?> test, int line) {
        Map<String, Object> expect = new LinkedHashMap<>();
        if (test.get("expect") instanceof Map<?, ?> values) {
            values.forEach((field, value) -> {
                try {
                    FieldPath.of(field.toString());
                    expect.put(field.toString(), value);
                } catch (IllegalArgumentException e) {
                    faults.add(line, "expect: " + e.getMessage());
                }
            });
        }
        return expect;
    }

    private static Map<String, Object> event(Map<?, ?> test) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("@timestamp", TIME);
        if (test.get("event") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> event.put(name.toString(), value));
        }
        if (test.get("message") != null) {
            event.put("message", test.get("message").toString());
        }
        if (test.get("type") != null) {
            Map<String, Object> fields = new LinkedHashMap<>();
            if (event.get("fields") instanceof Map<?, ?> given) {
                given.forEach((name, value) -> fields.put(name.toString(), value));
            }
            fields.put("logtype", test.get("type").toString());
            event.put("fields", fields);
        }
        return event;
    }
}
