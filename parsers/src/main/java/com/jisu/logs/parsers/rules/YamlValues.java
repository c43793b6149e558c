package com.jisu.logs.parsers.rules;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Values of YAML nodes. Only {@code true} and {@code false} are booleans, only what JSON calls a number is one, and only {@code null},
 * {@code ~} and nothing are null: YAML 1.1 has surprises, such as {@code no} and {@code 12:30}.
 */
final class YamlValues {

    private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9]\\d*)");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final int MOST_DIGITS_OF_A_LONG = 18;

    private YamlValues() {}

    /** The line that a node begins in, from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** As Java has it: text, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean}, {@code List}, {@code Map} or null. */
    static Object of(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode list) {
            List<Object> values = new ArrayList<>();
            list.getValue().forEach(each -> values.add(of(each)));
            return values;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (NodeTuple each : ((MappingNode) node).getValue()) {
            values.put(text(each.getKeyNode()), of(each.getValueNode()));
        }
        return values;
    }

    private static Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return text;
        }
        if (text.isEmpty() || text.equals("null") || text.equals("~")) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        if (INTEGER.matcher(text).matches()) {
            return text.length() <= MOST_DIGITS_OF_A_LONG ? (Object) Long.valueOf(text) : new BigInteger(text);
        }
        return NUMBER.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    /** A scalar as it is written; null if it is none. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}
