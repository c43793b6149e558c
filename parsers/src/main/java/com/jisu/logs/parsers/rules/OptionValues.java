package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.FieldText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the values of options by their kinds, and tells what is of another. */
final class OptionValues {

    private final Faults faults;

    OptionValues(Faults faults) {
        this.faults = faults;
    }

    /** The value as {@code StepOptions} has it; null if it is told to be wrong, or null. */
    Object of(StepOption option, Node node, String step) {
        String name = step + "." + option.name();
        return switch (option.kind()) {
            case FIELD -> field(node, name);
            case FIELDS -> node instanceof SequenceNode list ? fields(list, name) : field(node, name);
            case TEXT -> text(node, name, "a text");
            case TEXTS ->
                node instanceof SequenceNode list ? texts(list, name) : text(node, name, "a text or a list of texts");
            case TEMPLATE -> template(node, name);
            case TEMPLATES -> node instanceof SequenceNode list ? templates(list, name) : template(node, name);
            case BOOLEAN -> typed(node, name, Boolean.class, "true or false");
            case INTEGER -> typed(node, name, Long.class, "a whole number");
            case NUMBER -> typed(node, name, Number.class, "a number");
            case CHOICE -> choice(option, node, name);
            case TEXT_MAP -> map(node, name, this::textOfMap);
            case FIELD_MAP -> fieldMap(node, name);
            case TEXTS_MAP ->
                map(
                        node,
                        name,
                        (value, at) -> value instanceof SequenceNode list
                                ? texts(list, at)
                                : text(value, at, "a text or a list of texts"));
            case VALUE_MAP -> map(node, name, this::value);
            case TEXT_LISTS -> lists(node, name);
            case VALUE -> value(node, name);
            case STEPS -> throw new IllegalStateException(name + " is read elsewhere");
        };
    }

    private interface Reader {
        Object of(Node node, String name);
    }

    private Object wrong(Node node, String name, String expected) {
        String found = node instanceof ScalarNode scalar
                ? scalar.getValue().isEmpty() ? "nothing" : "'" + shortened(scalar.getValue()) + "'"
                : node instanceof MappingNode ? "keys and values" : "a list";
        faults.add(YamlValues.line(node), name + " must be " + expected + ", not " + found);
        return null;
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private String text(Node node, String name, String expected) {
        String text = YamlValues.text(node);
        if (text == null || YamlValues.of(node) == null) {
            wrong(node, name, expected);
            return null;
        }
        return text;
    }

    private Object textOfMap(Node node, String name) {
        return YamlValues.of(node) == null && node instanceof ScalarNode ? "" : text(node, name, "a text");
    }

    private String field(Node node, String name) {
        String text = text(node, name, "a field, such as source.ip");
        if (text == null) {
            return null;
        }
        try {
            FieldPath.of(text);
            return text;
        } catch (IllegalArgumentException e) {
            faults.add(YamlValues.line(node), name + ": " + e.getMessage());
            return null;
        }
    }

    private String template(Node node, String name) {
        String text = text(node, name, "a text");
        if (text == null) {
            return null;
        }
        try {
            FieldText.of(text);
            return text;
        } catch (IllegalArgumentException e) {
            faults.add(YamlValues.line(node), name + ": " + e.getMessage());
            return null;
        }
    }

    private List<Object> fields(SequenceNode list, String name) {
        return each(list, node -> field(node, name));
    }

    private List<Object> texts(SequenceNode list, String name) {
        return each(list, node -> text(node, name, "a list of texts"));
    }

    private List<Object> templates(SequenceNode list, String name) {
        return each(list, node -> template(node, name));
    }

    private static List<Object> each(SequenceNode list, java.util.function.Function<Node, Object> reader) {
        List<Object> values = new ArrayList<>();
        for (Node each : list.getValue()) {
            Object value = reader.apply(each);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private Object typed(Node node, String name, Class<?> type, String expected) {
        Object value = node instanceof ScalarNode ? YamlValues.of(node) : null;
        return type.isInstance(value) ? value : wrong(node, name, expected);
    }

    private Object choice(StepOption option, Node node, String name) {
        String text = text(node, name, "one of " + String.join(", ", option.choices()));
        if (text == null || option.choices().contains(text)) {
            return text;
        }
        return wrong(node, name, "one of " + String.join(", ", option.choices()));
    }

    private Object map(Node node, String name, Reader reader) {
        if (!(node instanceof MappingNode map)) {
            return wrong(node, name, "a map of names to values");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (NodeTuple each : map.getValue()) {
            String key = YamlValues.text(each.getKeyNode());
            if (key == null) {
                wrong(each.getKeyNode(), name, "a map of names to values");
            } else if (values.containsKey(key)) {
                faults.add(YamlValues.line(each.getKeyNode()), name + " has '" + key + "' twice");
            } else {
                values.put(key, reader.of(each.getValueNode(), name + " '" + key + "'"));
            }
        }
        return values;
    }

    private Object fieldMap(Node node, String name) {
        if (node instanceof MappingNode map) {
            map.getValue().forEach(each -> field(each.getKeyNode(), name));
        }
        return map(node, name, this::field);
    }

    private Object lists(Node node, String name) {
        if (!(node instanceof SequenceNode list)) {
            return wrong(node, name, "a list of lists");
        }
        return each(
                list,
                inner -> inner instanceof SequenceNode texts
                        ? texts(texts, name)
                        : wrong(inner, name, "a list of lists"));
    }

    private Object value(Node node, String name) {
        Object value = YamlValues.of(node);
        checkTexts(value, node, name);
        return value;
    }

    private void checkTexts(Object value, Node node, String name) {
        if (value instanceof String text) {
            try {
                FieldText.of(text);
            } catch (IllegalArgumentException e) {
                faults.add(YamlValues.line(node), name + ": " + e.getMessage());
            }
        } else if (value instanceof List<?> list) {
            list.forEach(each -> checkTexts(each, node, name));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(each -> checkTexts(each, node, name));
        }
    }
}
