package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.Nearest;
import com.jisu.logs.parsers.condition.Condition;
import com.jisu.logs.parsers.condition.ConditionFault;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Makes steps of YAML. Tells all that is wrong, and goes on. */
final class StepReader {

    /** Steps of a file; groups count, too. */
    private static final int MOST_STEPS = 5_000;

    /** Steps inside of each other. */
    private static final int MAX_DEPTH = 50;

    private final String file;
    private final StepContext context;
    private final Faults faults;
    private final OptionValues values;
    private final List<StepUnit> steps = new ArrayList<>();
    private int read;
    private int depth;

    StepReader(String file, StepContext context, Faults faults) {
        this.file = file;
        this.context = context;
        this.faults = faults;
        this.values = new OptionValues(faults);
    }

    /** All steps that were read, in the order of the file. */
    List<StepUnit> steps() {
        return steps;
    }

    /**
     * Reads a list of steps.
     *
     * @param stops whether one that fails ends the group that they are in
     */
    Block block(Node node, String name, boolean stops) {
        if (!(node instanceof SequenceNode list)) {
            if (node instanceof MappingNode || YamlValues.of(node) != null) {
                faults.add(YamlValues.line(node), name + " must be a list of steps, each behind a '-'");
            }
            return Block.EMPTY;
        }
        depth++;
        List<Unit> units = new ArrayList<>();
        for (Node each : list.getValue()) {
            Unit unit = each instanceof MappingNode map ? unit(map, stops) : noStep(each);
            if (unit != null) {
                units.add(unit);
            }
        }
        depth--;
        return new Block(List.copyOf(units));
    }

    private Unit noStep(Node node) {
        String text = YamlValues.text(node);
        boolean isName = text != null && (StepTable.byNames().containsKey(text) || text.equals(StepTable.GROUP));
        faults.add(
                YamlValues.line(node),
                isName
                        ? "'" + text + "' lacks its options; write '" + text + ": {}' where there are none"
                        : "a step is expected, such as '- drop: {}'" + (text == null ? "" : ", not '" + text + "'"));
        return null;
    }

    private Unit unit(MappingNode node, boolean stops) {
        int line = YamlValues.line(node);
        read++;
        if (read > MOST_STEPS || depth > MAX_DEPTH) {
            faults.add(
                    line,
                    read > MOST_STEPS ? "there are more than " + MOST_STEPS + " steps" : "steps are nested too deeply");
            return null;
        }
        Map<String, Node> members = members(node);
        List<String> names = members.keySet().stream()
                .filter(each -> StepTable.byNames().containsKey(each) || each.equals(StepTable.GROUP))
                .toList();
        for (String key : members.keySet()) {
            if (!names.contains(key) && !StepTable.common().containsKey(key)) {
                unknown(key, node, members, names);
            }
        }
        if (names.isEmpty()) {
            if (members.keySet().stream().allMatch(StepTable.common()::containsKey)) {
                faults.add(line, "the step that this belongs to is missing, such as 'drop: {}'");
            }
            return null;
        }
        if (names.size() > 1) {
            faults.add(
                    line,
                    "'" + names.get(0) + "' and '" + names.get(1) + "' are two steps; each needs a '-' of its own");
            return null;
        }
        return names.get(0).equals(StepTable.GROUP) ? group(members, stops) : step(names.get(0), members, line, stops);
    }

    private Map<String, Node> members(MappingNode node) {
        Map<String, Node> members = new LinkedHashMap<>();
        for (NodeTuple each : node.getValue()) {
            String key = YamlValues.text(each.getKeyNode());
            if (key == null) {
                faults.add(YamlValues.line(each.getKeyNode()), "a key must be a name");
            } else if (members.putIfAbsent(key, each.getValueNode()) != null) {
                faults.add(YamlValues.line(each.getKeyNode()), "'" + key + "' is there twice");
            }
        }
        return members;
    }

    private void unknown(String key, MappingNode node, Map<String, Node> members, List<String> names) {
        Set<String> allowed = new HashSet<>(StepTable.common().keySet());
        if (names.isEmpty()) {
            allowed.addAll(StepTable.byNames().keySet());
            allowed.add(StepTable.GROUP);
        }
        int line = node.getValue().stream()
                .map(NodeTuple::getKeyNode)
                .filter(each -> key.equals(YamlValues.text(each)))
                .map(YamlValues::line)
                .findFirst()
                .orElse(YamlValues.line(node));
        String meant = Nearest.to(key, allowed)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(names.isEmpty() ? " (docs/rules.md has them)" : "");
        boolean isOption = names.size() == 1
                && StepTable.byNames().containsKey(names.get(0))
                && StepTable.byNames().get(names.get(0)).options().stream()
                        .anyMatch(each -> each.name().equals(key));
        faults.add(
                line,
                isOption
                        ? "'" + key + "' is an option of " + names.get(0) + ": it belongs into its braces"
                        : "'" + key + "' is " + (names.isEmpty() ? "no step" : "no option that every step has")
                                + meant);
    }

    private Unit group(Map<String, Node> members, boolean stops) {
        Node node = members.get(StepTable.GROUP);
        Map<String, Node> options = node instanceof MappingNode map ? members(map) : Map.of();
        if (!(node instanceof MappingNode) || !options.containsKey("steps")) {
            faults.add(YamlValues.line(node), "group must be 'group: {steps: [...]}'");
            return null;
        }
        checkNames("group", options, StepTable.groupOptions());
        Node flag = options.get("stop_on_failure");
        boolean stopping = flag != null && Boolean.TRUE.equals(YamlValues.of(flag));
        if (flag != null && !(YamlValues.of(flag) instanceof Boolean)) {
            faults.add(YamlValues.line(flag), "group.stop_on_failure must be true or false");
        }
        Block then = block(options.get("steps"), "group.steps", stops || stopping);
        Node otherwise = options.get("else");
        Block other = otherwise == null ? Block.EMPTY : block(otherwise, "group.else", stops || stopping);
        for (String key : members.keySet()) {
            if (StepTable.common().containsKey(key) && !StepTable.OF_GROUPS_TOO.contains(key)) {
                faults.add(
                        YamlValues.line(members.get(key)),
                        "'" + key + "' is not for groups, but for the steps in them");
            }
        }
        name(members);
        return new GroupUnit(condition(members.get("if")), YamlValues.text(members.get("if")), then, other, stopping);
    }

    private void checkNames(String step, Map<String, Node> options, Set<String> allowed) {
        for (Map.Entry<String, Node> each : options.entrySet()) {
            if (!allowed.contains(each.getKey())) {
                String meant = Nearest.to(each.getKey(), allowed)
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("; it takes " + String.join(", ", new java.util.TreeSet<>(allowed)));
                boolean common = StepTable.common().containsKey(each.getKey());
                faults.add(
                        YamlValues.line(each.getValue()),
                        common
                                ? "'" + each.getKey() + "' belongs beside '" + step + "', not into its braces"
                                : step + " has no option '" + each.getKey() + "'" + meant);
            }
        }
    }

    private Unit step(String name, Map<String, Node> members, int line, boolean stops) {
        StepType type = StepTable.byNames().get(name);
        Node node = members.get(name);
        Map<String, Node> given = new LinkedHashMap<>();
        if (node instanceof MappingNode map) {
            given.putAll(members(map));
        } else if (node instanceof SequenceNode || YamlValues.of(node) != null) {
            faults.add(YamlValues.line(node), name + " must have its options as '" + name + ": {…}'");
            return null;
        }
        Map<String, StepOption> options = new HashMap<>();
        type.options().forEach(each -> options.put(each.name(), each));
        final int before = faults.count();
        checkNames(name, given, options.keySet());
        Map<String, Object> read = new LinkedHashMap<>();
        for (StepOption option : type.options()) {
            Node value = given.get(option.name());
            if (option.required()
                    && value instanceof SequenceNode list
                    && list.getValue().isEmpty()) {
                faults.add(YamlValues.line(value), name + "." + option.name() + " must not be an empty list");
            } else if (value != null) {
                read.put(option.name(), values.of(option, value, name));
            } else if (option.required()) {
                faults.add(line, name + " needs '" + option.name() + "': " + option.text());
            }
        }
        Step step = faults.count() == before ? make(type, read, given, line) : null;
        StepUnit.Common common = common(type, members, stops);
        if (step == null) {
            return null;
        }
        StepUnit unit = new StepUnit(type, step, common, file, line, name(members));
        steps.add(unit);
        return unit;
    }

    private String name(Map<String, Node> members) {
        Node node = members.get("name");
        Object name = node == null ? null : values.of(StepTable.common().get("name"), node, "step");
        return name == null ? null : name.toString();
    }

    private Step make(StepType type, Map<String, Object> read, Map<String, Node> given, int line) {
        try {
            return type.maker().make(new StepOptions(read), context);
        } catch (OptionFault e) {
            Node at = given.get(e.option());
            String option = e.option().isEmpty() ? "" : "." + e.option();
            faults.add(at == null ? line : YamlValues.line(at), type.name() + option + " " + e.getMessage());
            return null;
        }
    }

    private StepUnit.Common common(StepType type, Map<String, Node> members, boolean stops) {
        Node tags = members.get("tag_on_failure");
        List<String> failureTags = type.failureTags();
        if (tags != null) {
            Object given = values.of(StepTable.common().get("tag_on_failure"), tags, type.name());
            failureTags = given == null ? List.of() : new StepOptions(Map.of("tags", given)).texts("tags");
        }
        Node ignore = members.get("ignore_failure");
        Object ignores =
                ignore == null ? null : values.of(StepTable.common().get("ignore_failure"), ignore, type.name());
        return new StepUnit.Common(
                condition(members.get("if")),
                YamlValues.text(members.get("if")),
                Boolean.TRUE.equals(ignores),
                failureTags,
                nested(members, "on_failure", type, stops),
                nested(members, "on_success", type, stops),
                stops);
    }

    private Block nested(Map<String, Node> members, String key, StepType type, boolean stops) {
        Node node = members.get(key);
        return node == null ? Block.EMPTY : block(node, type.name() + "." + key, stops);
    }

    private Condition condition(Node node) {
        if (node == null) {
            return null;
        }
        String text = YamlValues.text(node);
        if (text == null || text.isBlank()) {
            faults.add(YamlValues.line(node), "if must be a condition, such as 'log.level == \"debug\"'");
            return null;
        }
        try {
            return Condition.of(text, context.watch());
        } catch (ConditionFault e) {
            faults.add(YamlValues.line(node), "if, at character " + e.column() + ": " + e.getMessage());
            return null;
        }
    }
}
