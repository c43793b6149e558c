package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.steps.CsvRow;
import com.jisu.logs.parsers.tree.Values;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Formats of dictionaries in files. */
final class DictionaryFile {

    /** Characters of the largest YAML file, as many as Logstash takes. */
    private static final int MOST_CHARACTERS = 128 << 20;

    private static final int TREE_DEPTH = 100;

    private DictionaryFile() {}

    /**
     * What reads files of such a name; null if there is nothing. What it is given throws an IllegalArgumentException if it can not be read,
     * whose message says why.
     */
    static Function<String, Map<String, JsonValue>> reader(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return DictionaryFile::csv;
        }
        if (name.endsWith(".json")) {
            return DictionaryFile::json;
        }
        return name.endsWith(".yml") || name.endsWith(".yaml") ? DictionaryFile::yaml : null;
    }

    private static Map<String, JsonValue> csv(String text) {
        Map<String, JsonValue> entries = new LinkedHashMap<>();
        CsvRow rows = new CsvRow(text, ",", '"');
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            if (!row.isEmpty() && row.get(0) != null) {
                entries.put(row.get(0), Values.json(row.size() > 1 ? row.get(1) : null));
            }
        }
        return entries;
    }

    private static Map<String, JsonValue> json(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonObject object = new JsonScanner(new KeyTable(Keys.all()), TREE_DEPTH, JsonScanner.JACKSONS_NESTING)
                    .object(json, 0, json.length);
            Map<String, JsonValue> entries = new LinkedHashMap<>();
            for (int i = 0; i < object.size(); i++) {
                entries.put(object.key(i).name(), object.value(i));
            }
            return entries;
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Map<String, JsonValue> yaml(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MOST_CHARACTERS);
        NodeValues values = new NodeValues(limits);
        try {
            DumperOptions unused = new DumperOptions();
            Node root = new Yaml(values, new Representer(unused), unused, limits, new PlainResolver())
                    .compose(new StringReader(text));
            if (!(root instanceof MappingNode mapping)) {
                throw new IllegalArgumentException("it must hold keys and values");
            }
            Map<String, JsonValue> entries = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw new IllegalArgumentException(
                            "a key must be text, at " + entry.getKeyNode().getStartMark());
                }
                entries.put(key.getValue(), Values.json(values.of(entry.getValueNode())));
            }
            return entries;
        } catch (YAMLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Makes values of nodes; keys stay as they are written, so that {@code 404} and {@code "404"} are the same. */
    private static final class NodeValues extends SafeConstructor {
        NodeValues(LoaderOptions limits) {
            super(limits);
        }

        Object of(Node node) {
            return constructDocument(node);
        }
    }

    /** Without dates, which stay text. */
    private static final class PlainResolver extends Resolver {
        private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
        }
    }
}
