package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Statement;
import com.jisu.logs.app.logstash.Statement.Arm;
import com.jisu.logs.app.logstash.Statement.Branch;
import com.jisu.logs.app.logstash.Statement.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Statements as steps: branches become groups, whose conditions are asked once. */
final class Blocks {

    private final ConditionText conditions;
    private final Function<Plugin, List<RuleStep>> plugins;
    private final boolean whole;

    /**
     * @param whole whether a block of a single step stays a block. Where an event becomes several that matters: those for which a block's
     *     condition holds go first
     */
    Blocks(ConditionText conditions, Function<Plugin, List<RuleStep>> plugins, boolean whole) {
        this.conditions = conditions;
        this.plugins = plugins;
        this.whole = whole;
    }

    /** Whether one of these filters makes several events of one. */
    static boolean multiply(List<Statement> statements) {
        return statements.stream()
                .anyMatch(each -> each instanceof Plugin plugin
                        ? plugin.name().equals("split") || plugin.name().equals("clone")
                        : multiply(((Branch) each).otherwise())
                                || ((Branch) each).arms().stream().anyMatch(arm -> multiply(arm.statements())));
    }

    List<RuleStep> steps(List<Statement> statements) {
        List<RuleStep> steps = new ArrayList<>();
        for (Statement each : statements) {
            steps.addAll(each instanceof Plugin plugin ? plugins.apply(plugin) : branch((Branch) each));
        }
        return steps;
    }

    private List<RuleStep> branch(Branch branch) {
        List<String> asked = new ArrayList<>();
        List<List<RuleStep>> done = new ArrayList<>();
        for (Arm arm : branch.arms()) {
            asked.add(conditions.of(arm.condition()));
            done.add(steps(arm.statements()));
        }
        List<RuleStep> otherwise = steps(branch.otherwise());
        for (int i = asked.size() - 1; i >= 0; i--) {
            Arm arm = branch.arms().get(i);
            String comment = arm.place().brief() + (i == 0 ? " if" : " else if");
            otherwise = !whole && otherwise.isEmpty() && isOne(done.get(i))
                    ? List.of(done.get(i).get(0).asked(asked.get(i)))
                    : RuleStep.group(comment, asked.get(i), done.get(i), otherwise);
        }
        return otherwise;
    }

    private static boolean isOne(List<RuleStep> steps) {
        return steps.size() == 1 && !steps.get(0).common().containsKey("if");
    }
}
