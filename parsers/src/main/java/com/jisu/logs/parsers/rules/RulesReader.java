package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.Nearest;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.steps.StepContext;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a file of rules. All that is wrong with it is told at once. */
public final class RulesReader {

    private static final List<String> SCHEMAS = List.of("ecs", "logstash");
    private static final Set<String> TOP = new TreeSet<>(Set.of("schema", "patterns", "types", "steps", "tests"));
    private static final Set<String> OF_TYPE = new TreeSet<>(Set.of("as", "steps"));
    private static final String NONE = "none";

    /** Names that patterns for grok may have: a regular expression. */
    static final String PATTERN_NAME = "[A-Za-z0-9_-]+";

    private final String file;
    private final Set<String> builtIn;
    private final Faults faults;
    private boolean metadata;

    /**
     * @param file what it is called in faults
     * @param builtIn names of the built-in types
     */
    public RulesReader(String file, Set<String> builtIn) {
        this.file = file;
        this.builtIn = new TreeSet<>(builtIn);
        this.faults = new Faults(file);
    }

    /**
     * Reads the rules.
     *
     * @param context of their steps; its schema holds where the rules name none, its patterns are put into
     * @throws RulesException with all that is wrong
     */
    public RuleSet read(String yaml, StepContext context) throws RulesException {
        Map<String, Node> top = top(yaml);
        metadata = yaml.contains("@metadata");
        Optional<Schema> schema = schema(top.get("schema"));
        Map<String, String> patterns = patterns(top.get("patterns"));
        StepContext own = new StepContext(
                schema.orElse(context.schema()),
                patterns,
                context.geoIp(),
                context.userAgents(),
                context.folder(),
                context.watch());
        StepReader steps = new StepReader(file, own, faults);
        Map<String, RuleSet.TypeRules> types = types(top.get("types"), steps);
        Node all = top.get("steps");
        Block block = all == null ? Block.EMPTY : steps.block(all, "steps", false);
        List<RuleTest> tests = new TestReader(faults).tests(top.get("tests"));
        faults.check();
        return new RuleSet(file, schema, types, block, tests, List.copyOf(steps.steps()), metadata);
    }

    private Map<String, Node> top(String yaml) throws RulesException {
        Node root = compose(yaml);
        Map<String, Node> top = new LinkedHashMap<>();
        if (root == null) {
            return top;
        }
        if (!(root instanceof MappingNode map)) {
            faults.add(YamlValues.line(root), "rules are expected, under 'types:' and 'steps:'");
            return top;
        }
        for (NodeTuple each : map.getValue()) {
            String key = YamlValues.text(each.getKeyNode());
            int line = YamlValues.line(each.getKeyNode());
            if (key == null || !TOP.contains(key)) {
                faults.add(line, "'" + key + "' is unknown here; " + meant(key, TOP));
            } else if (top.putIfAbsent(key, each.getValueNode()) != null) {
                faults.add(line, "'" + key + "' is there twice");
            }
        }
        return top;
    }

    private static String meant(String key, Set<String> names) {
        return Nearest.to(String.valueOf(key), names)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("there may be " + String.join(", ", names));
    }

    private Node compose(String yaml) throws RulesException {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(Integer.MAX_VALUE);
            return new Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            faults.add(line, "this is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            faults.add(
                    1, "this is no YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
        faults.check();
        return null;
    }

    private Optional<Schema> schema(Node node) {
        if (node == null) {
            return Optional.empty();
        }
        String text = YamlValues.text(node);
        if (text == null || !SCHEMAS.contains(text)) {
            faults.add(YamlValues.line(node), "schema must be ecs or logstash, not '" + text + "'");
            return Optional.empty();
        }
        return Optional.of(Schema.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    private Map<String, String> patterns(Node node) {
        Map<String, String> patterns = new LinkedHashMap<>();
        for (NodeTuple each : members(node, "patterns", "names of patterns to regular expressions")) {
            String name = YamlValues.text(each.getKeyNode());
            String pattern = YamlValues.text(each.getValueNode());
            if (name == null
                    || !name.matches(PATTERN_NAME)
                    || pattern == null
                    || YamlValues.of(each.getValueNode()) == null) {
                faults.add(
                        YamlValues.line(each.getKeyNode()),
                        "patterns must be names, such as ORDER_NO, and regular expressions; '" + name + "' is not");
            } else if (patterns.putIfAbsent(name, pattern) != null) {
                faults.add(YamlValues.line(each.getKeyNode()), "patterns has '" + name + "' twice");
            }
        }
        return patterns;
    }

    private List<NodeTuple> members(Node node, String name, String expected) {
        if (node instanceof MappingNode map) {
            return map.getValue();
        }
        if (node instanceof SequenceNode || node != null && YamlValues.of(node) != null) {
            faults.add(YamlValues.line(node), name + " must be a map of " + expected);
        }
        return List.of();
    }

    private Map<String, RuleSet.TypeRules> types(Node node, StepReader steps) {
        Map<String, RuleSet.TypeRules> types = new LinkedHashMap<>();
        for (NodeTuple each : members(node, "types", "values of fields.logtype to their rules")) {
            String name = YamlValues.text(each.getKeyNode());
            int line = YamlValues.line(each.getKeyNode());
            if (name == null || name.isBlank()) {
                faults.add(line, "types must be values of fields.logtype");
            } else if (types.containsKey(name)) {
                faults.add(line, "types has '" + name + "' twice");
            } else {
                types.put(name, type(name, each.getValueNode(), steps));
            }
        }
        return types;
    }

    private RuleSet.TypeRules type(String name, Node node, StepReader steps) {
        String as = builtIn.contains(name) ? name : "";
        Block block = Block.EMPTY;
        for (NodeTuple each : members(node, "types." + name, "'as' and 'steps'")) {
            String key = YamlValues.text(each.getKeyNode());
            if ("as".equals(key)) {
                as = as(name, each.getValueNode());
            } else if ("steps".equals(key)) {
                block = steps.block(each.getValueNode(), "types." + name + ".steps", false);
            } else {
                faults.add(
                        YamlValues.line(each.getKeyNode()),
                        "'" + key + "' is unknown in a type; "
                                + (StepTable.byNames().containsKey(String.valueOf(key))
                                        ? "steps stand below 'steps:', each behind a '-'"
                                        : meant(key, OF_TYPE)));
            }
        }
        return new RuleSet.TypeRules(as, block);
    }

    private String as(String type, Node node) {
        String as = YamlValues.text(node);
        List<String> allowed = new ArrayList<>(builtIn);
        allowed.add(NONE);
        if (as != null && allowed.contains(as)) {
            return as.equals(NONE) ? "" : as;
        }
        faults.add(
                YamlValues.line(node),
                "types." + type + ".as must be one of " + String.join(", ", allowed) + ", not '" + as + "'"
                        + Nearest.to(String.valueOf(as), allowed)
                                .map(name -> "; did you mean '" + name + "'?")
                                .orElse(""));
        return "";
    }
}
