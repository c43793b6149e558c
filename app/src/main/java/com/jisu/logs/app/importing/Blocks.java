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

    Blocks(ConditionText conditions, Function<Plugin, List<RuleStep>> plugins) {
        this.conditions = conditions;
        this.plugins = plugins;
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
            otherwise = RuleStep.group(
                    arm.place().brief() + (i == 0 ? " if" : " else if"), asked.get(i), done.get(i), otherwise);
        }
        return otherwise;
    }
}
