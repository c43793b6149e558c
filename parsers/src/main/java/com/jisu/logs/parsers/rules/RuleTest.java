package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A test in the rules' file.
 *
 * @param line where it stands
 * @param event what it is of: a Beats event as JSON
 * @param expect values by paths; null for a field that is not to be there
 * @param dropped whether no document is to be made
 */
public record RuleTest(String name, int line, byte[] event, Map<String, Object> expect, boolean dropped) {

    /** What is not as it is to be in a document, a sentence for each field. */
    public List<String> differences(byte[] document) {
        EventTree tree = new EventTree(Values.object(document), "", 0);
        List<String> differences = new ArrayList<>();
        expect.forEach((field, value) -> {
            Object found = tree.get(FieldPath.of(field));
            if (!isSame(value, found)) {
                differences.add(field + " is " + shown(found) + ", not " + shown(value));
            }
        });
        return differences;
    }

    private static boolean isSame(Object expected, Object found) {
        if (expected instanceof Number a && found instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        if (expected instanceof List<?> a && found instanceof List<?> b) {
            return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> isSame(a.get(i), b.get(i)));
        }
        if (expected instanceof Map<?, ?> a && found instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(key -> isSame(a.get(key), b.get(key)));
        }
        return Objects.equals(expected, found);
    }

    private static String shown(Object value) {
        return value == null ? "missing" : new String(JsonOutput.json(Values.json(value)), StandardCharsets.UTF_8);
    }
}
