package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Statement;
import com.jisu.logs.app.logstash.Statement.Branch;
import com.jisu.logs.app.logstash.Statement.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The inputs: what they do to each event, as steps before all others. Used by one thread. */
final class Inputs {

    private static final Set<String> NO_LOGS = Set.of("heartbeat", "generator");

    private final Report report;
    private final References references;
    private final BeatsInput beats;
    private boolean hasBeats;

    Inputs(Report report, References references, BeatsInput beats) {
        this.report = report;
        this.references = references;
        this.beats = beats;
    }

    List<RuleStep> steps(List<Statement> statements) {
        List<RuleStep> steps = new ArrayList<>();
        plugins(statements, steps);
        if (!hasBeats) {
            report.remark(
                    statements.isEmpty()
                            ? "There is no input; the rules are written for events that Filebeat ships."
                            : "There is no beats input; the rules are written for events that Filebeat ships, whose fields may"
                                    + " be others than those of the inputs that were there.");
            return beats.plain();
        }
        return steps;
    }

    private void plugins(List<Statement> statements, List<RuleStep> steps) {
        for (Statement each : statements) {
            if (each instanceof Plugin plugin) {
                plugin(plugin, steps);
            } else if (each instanceof Branch branch) {
                branch.arms().forEach(arm -> plugins(arm.statements(), steps));
                plugins(branch.otherwise(), steps);
            }
        }
    }

    private void plugin(Plugin plugin, List<RuleStep> steps) {
        Row row = report.row(plugin.place(), "input", plugin.name());
        boolean speaksBeats = Set.of("beats", "elastic_agent").contains(plugin.name());
        if (speaksBeats && !hasBeats) {
            hasBeats = true;
            steps.addAll(beats.steps(new PluginOptions(plugin, row, references.ofSettings())));
        } else if (speaksBeats) {
            row.leftOut(
                    "there is one Beats port here, that of the first input; let its shippers send there, and set what this"
                            + " input adds (type, tags, fields) in Filebeat");
        } else if (NO_LOGS.contains(plugin.name())) {
            row.notNeeded("it makes events that are no logs");
        } else {
            row.leftOut(Counterparts.ofInput(plugin.name()));
        }
    }
}
