package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Statement;
import com.jisu.logs.app.logstash.Statement.Arm;
import com.jisu.logs.app.logstash.Statement.Branch;
import com.jisu.logs.app.logstash.Statement.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The outputs: which of them an event reaches, and the steps that send it there. Used by one thread. */
final class Outputs {

    private static final String ELASTICSEARCH = "elasticsearch";
    private static final Set<String> FOR_PEOPLE = Set.of("stdout", "null");

    private final Report report;
    private final References references;
    private final ElasticsearchOutput elasticsearch;
    private final ConditionText conditions;
    private final boolean whole;

    /** How many documents are made of an event, at least and at most. */
    private record Count(int least, int most) {
        Count and(Count other) {
            return new Count(least + other.least, most + other.most);
        }

        Count or(Count other) {
            return new Count(Math.min(least, other.least), Math.max(most, other.most));
        }
    }

    /** @param whole as that of {@link Blocks} */
    Outputs(
            Report report,
            References references,
            ElasticsearchOutput elasticsearch,
            ConditionText conditions,
            boolean whole) {
        this.whole = whole;
        this.report = report;
        this.references = references;
        this.elasticsearch = elasticsearch;
        this.conditions = conditions;
    }

    List<RuleStep> steps(List<Statement> statements) {
        Count count = count(statements);
        boolean copies = count.most > 0 && !count.equals(new Count(1, 1));
        boolean only = outputs(statements) == 1;
        List<RuleStep> steps = new ArrayList<>(
                new Blocks(conditions, plugin -> plugin(plugin, copies, only), whole).steps(statements));
        if (copies) {
            steps.add(RuleStep.of("drop").commented("an event that reached no output is not stored"));
            if (count.least == 0) {
                report.remark(
                        "An event that reaches no elasticsearch output is not stored, as with Logstash: the last step is"
                                + " `drop`. Remove it, and such events go to the daily index.");
            }
        }
        return steps;
    }

    private static Count count(List<Statement> statements) {
        Count count = new Count(0, 0);
        for (Statement each : statements) {
            if (each instanceof Plugin plugin) {
                int one = plugin.name().equals(ELASTICSEARCH) ? 1 : 0;
                count = count.and(new Count(one, one));
            } else {
                Count branch = count(((Branch) each).otherwise());
                for (Arm arm : ((Branch) each).arms()) {
                    branch = branch.or(count(arm.statements()));
                }
                count = count.and(branch);
            }
        }
        return count;
    }

    private static int outputs(List<Statement> statements) {
        int outputs = 0;
        for (Statement each : statements) {
            if (each instanceof Branch branch) {
                outputs += outputs(branch.otherwise());
                outputs += branch.arms().stream()
                        .mapToInt(arm -> outputs(arm.statements()))
                        .sum();
            } else {
                outputs += ((Plugin) each).name().equals(ELASTICSEARCH) ? 1 : 0;
            }
        }
        return outputs;
    }

    private List<RuleStep> plugin(Plugin plugin, boolean copy, boolean only) {
        Row row = report.row(plugin.place(), "output", plugin.name());
        if (plugin.name().equals(ELASTICSEARCH)) {
            RuleStep step = elasticsearch.step(new PluginOptions(plugin, row, references.ofSettings()), copy, only);
            return step.options().isEmpty() ? List.of() : List.of(step); // the default way needs no step
        }
        if (FOR_PEOPLE.contains(plugin.name())) {
            row.notNeeded(
                    plugin.name().equals("stdout")
                            ? "`jisu-logs tail` shows events as they come, and `jisu-logs parse` what becomes of lines"
                            : "it stores nothing");
        } else {
            row.leftOut(Counterparts.ofOutput(plugin.name()));
        }
        return List.of();
    }
}
