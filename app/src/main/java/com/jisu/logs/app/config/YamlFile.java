package com.jisu.logs.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file as keys with dots, each with its line. Nested and dotted keys mean the same. */
final class YamlFile {

    private static final int MAX_DEPTH = 16;

    private final String name;
    private final Faults faults;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> openGroups = new ArrayList<>();
    private final List<Entry> lists = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlFile(String name, Faults faults) {
        this.name = name;
        this.faults = faults;
    }

    /** @param faults get what is no YAML, and what is YAML but no keys and values */
    static YamlFile read(String name, String yaml, Faults faults) {
        YamlFile file = new YamlFile(name, faults);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new java.io.StringReader(yaml));
            if (root != null) {
                file.add("", root, 0);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            faults.add(Origin.line(name, line), "this is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            faults.add(
                    new Origin(name),
                    "this is no YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
        return file;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Keys that stand for an empty map: whatever is below them is for others to judge. */
    List<String> openGroups() {
        return openGroups;
    }

    /** Those of the entries that are written as YAML lists. */
    List<Entry> lists() {
        return lists;
    }

    private void add(String key, Node node, int depth) {
        Origin origin = origin(node);
        if (depth > MAX_DEPTH) {
            faults.add(origin, key + " is nested too deeply");
        } else if (node instanceof MappingNode map) {
            addAll(key, map, depth);
        } else if (key.isEmpty()) {
            faults.add(origin, "keys and values are expected, such as 'ingest.port: 5044'");
        } else if (node instanceof SequenceNode list) {
            addList(key, list);
        } else if (node instanceof ScalarNode scalar) {
            set(key, text(scalar), origin);
        }
    }

    private void addAll(String key, MappingNode map, int depth) {
        if (map.getValue().isEmpty()) {
            openGroups.add(key);
        }
        for (NodeTuple each : map.getValue()) {
            if (each.getKeyNode() instanceof ScalarNode name) {
                add(key.isEmpty() ? name.getValue() : key + "." + name.getValue(), each.getValueNode(), depth + 1);
            } else {
                faults.add(origin(each.getKeyNode()), "a key must be a name");
            }
        }
    }

    private void addList(String key, SequenceNode list) {
        for (Node item : list.getValue()) {
            if (!(item instanceof ScalarNode)) {
                faults.add(origin(item), key + " must be a list of plain values");
                return;
            }
        }
        String joined = list.getValue().stream()
                .map(item -> text((ScalarNode) item).replace(",", "\\,"))
                .collect(Collectors.joining(","));
        set(key, joined, origin(list));
        lists.add(new Entry(key, joined, origin(list)));
    }

    private void set(String key, String value, Origin origin) {
        Integer earlier = lines.putIfAbsent(key, entries.size());
        if (earlier != null) {
            faults.add(
                    origin,
                    key + " is set a second time; the first is "
                            + entries.get(earlier).origin().text());
            return;
        }
        entries.add(new Entry(key, value, origin));
    }

    private static String text(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
    }

    private Origin origin(Node node) {
        return Origin.line(name, node.getStartMark().getLine() + 1);
    }
}
