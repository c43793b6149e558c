package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Section;
import com.jisu.logs.app.logstash.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of a configuration.
 *
 * @param rules the text of {@code rules.yml}
 * @param settings the text of {@code jisu-logs.yml}
 * @param report the text of {@code report.md}
 * @param summary the report in short, for the screen
 * @param loss whether anything that changes documents was left out
 */
record Translation(String rules, String settings, String report, List<String> summary, boolean loss) {

    private static final List<String> BUILT_IN = List.of("application", "docker", "nginx");

    /**
     * @param files their names, for people
     * @param rulesFile where the text of the rules will be
     */
    static Translation of(
            List<Section> sections, List<String> files, Ecs ecs, Map<String, String> environment, String rulesFile) {
        Report report = new Report();
        References references = new References(environment);
        ProgramSettings settings = new ProgramSettings();
        settings.put("streams.rules", rulesFile, "where rules.yml is now: change it with the file's place");
        settings.put("streams.schema", "logstash", null);
        ConditionText conditions = new ConditionText(report, references);

        List<RuleStep> steps = new ArrayList<>(new Inputs(report, references, new BeatsInput(settings, ecs))
                .steps(statements(sections, Section.Kind.INPUT)));
        Filters filters = new Filters(report, references, ecs);
        List<Statement> filtered = statements(sections, Section.Kind.FILTER);
        boolean multiply = Blocks.multiply(filtered);
        steps.addAll(new Blocks(conditions, filters::steps, multiply).steps(filtered));
        steps.addAll(new Outputs(report, references, new ElasticsearchOutput(settings, ecs), conditions, multiply)
                .steps(statements(sections, Section.Kind.OUTPUT)));

        Set<String> types = new TreeSet<>(report.logTypes());
        types.addAll(BUILT_IN);
        String from = "Made of " + String.join(", ", files) + " by 'jisu-logs import'.";
        String rules = RulesText.of(
                List.of(from, "report.md says what is different from Logstash; docs/rules.md what can stand here."),
                filters.patterns(),
                types,
                steps);
        remarkTexts(rules, report);
        List<String> faults = Acceptance.faults(rules).stream()
                .filter(fault -> !fault.contains("must be a file that can be read")) // the report says so of each
                .toList();
        faults.forEach(fault -> report.remark("The rules are refused as they are: " + fault));
        Map<String, String> elsewhere = TemplateFields.read().elsewhere(FieldsThatAreSet.of(steps));
        return new Translation(
                rules,
                settings.text(List.of(from, "Keys that are not here have their defaults: 'jisu-logs config show'.")),
                ReportText.page(report, settings, elsewhere, files, ecs),
                ReportText.summary(report, settings, elsewhere),
                report.isLoss() || !faults.isEmpty());
    }

    private static List<Statement> statements(List<Section> sections, Section.Kind kind) {
        return sections.stream()
                .filter(section -> section.kind() == kind)
                .flatMap(section -> section.statements().stream())
                .toList();
    }

    private static void remarkTexts(String rules, Report report) {
        if (rules.contains("%{{")) {
            report.remark(
                    "A time in `%{{…}}` has letters that Joda-Time has not, and stands in the rules as it is; docs/rules.md has the"
                            + " letters.");
        }
        if (rules.contains("@metadata.ip_address") || rules.contains("@metadata.input.beats.host.ip")) {
            report.remark(
                    "The address of the shipper (`[@metadata][ip_address]`, `[@metadata][input][beats][host][ip]`) is not in"
                            + " the event here: what uses it finds it missing. Filebeat's `host.ip` (processor `add_host_metadata`) has it.");
        }
    }
}
