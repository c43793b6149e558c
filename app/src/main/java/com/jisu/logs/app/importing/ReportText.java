package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report as a page in Markdown, and in a few lines for the screen. */
final class ReportText {

    private ReportText() {}

    /**
     * The page.
     *
     * @param elsewhere fields that the index keeps elsewhere, with the reason
     */
    static String page(
            Report report, ProgramSettings settings, Map<String, String> elsewhere, List<String> files, Ecs ecs) {
        StringBuilder page = new StringBuilder("# Import of " + String.join(", ", files) + "\n\n");
        page.append(count(report))
                .append(" `ecs_compatibility` is ")
                .append(ecs)
                .append(" where a plug-in does not say otherwise (`--ecs-compatibility`).\n\n");
        page.append(
                report.isLoss()
                        ? "**Documents are others than Logstash's** where the table says that something was left out.\n\n"
                        : "Nothing that changes documents was left out.\n\n");
        page.append("What is different in general, by number, is in docs/importing.md.\n\n## Plug-ins\n\n");
        page.append("| where | plug-in | | what is different, and what to do |\n|---|---|---|---|\n");
        for (Row row : report.rows()) {
            if (!row.plugin().equals("if") || !row.notes().isEmpty()) {
                page.append("| ")
                        .append(cell(row.place().brief()))
                        .append(" | ")
                        .append(row.section())
                        .append(' ')
                        .append(row.plugin().equals("if") ? "" : "`" + cell(row.plugin()) + "`")
                        .append(" | ")
                        .append(row.isLoss() ? "**" + row.verdict() + "**" : row.verdict())
                        .append(" | ")
                        .append(cell(String.join("; ", row.notes())))
                        .append(" |\n");
            }
        }
        list(page, "Conditions, and the configuration as a whole", report.remarks());
        List<String> toSet = new ArrayList<>();
        settings.secrets()
                .forEach((key, source) -> toSet.add("`" + key + "`: was " + source + "; set the environment variable `"
                        + ProgramSettings.variable(key) + "`"));
        list(page, "To be set where the program runs", toSet);
        List<String> moved = new ArrayList<>();
        elsewhere.forEach((field, why) -> moved.add("`" + field + "`: " + why));
        list(page, "Fields that the index keeps elsewhere", moved);
        if (!moved.isEmpty()) {
            page.append(
                    "\nThe document is complete in any case. To have a field under its own name, give the index a template of"
                            + " yours, or rename it.\n");
        }
        page.append(
                "\n## Next\n\n1. `jisu-logs parse --rules rules.yml events.jsonl` shows what becomes of events, without any"
                        + " server.\n2. `jisu-logs config check --config jisu-logs.yml` checks the settings.\n3. `./jisu-logs dev --config"
                        + " jisu-logs.yml` runs the whole pipeline on this machine; `./jisu-logs send --type TYPE FILE` sends it"
                        + " lines.\n4. Compare both for a"
                        + " while, as docs/migration-from-logstash.md says.\n");
        return page.toString();
    }

    private static void list(StringBuilder page, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append("\n## ").append(title).append("\n\n");
            lines.forEach(
                    line -> page.append("- ").append(line.replace("\n", "\\n")).append('\n'));
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", "\\n").replace("\r", "");
    }

    private static String count(Report report) {
        long all =
                report.rows().stream().filter(row -> !row.plugin().equals("if")).count();
        return all + (all == 1 ? " plug-in: " : " plug-ins: ") + report.count(Row.Verdict.CARRIED_OVER)
                + " carried over, "
                + report.count(Row.Verdict.DIFFERENT) + " with a difference, " + report.count(Row.Verdict.LEFT_OUT)
                + " left out, " + report.count(Row.Verdict.NOT_NEEDED) + " not needed.";
    }

    /** What a person has to look at, without marks. */
    static List<String> summary(Report report, ProgramSettings settings, Map<String, String> elsewhere) {
        List<String> lines = new ArrayList<>();
        lines.add(count(report));
        for (Row row : report.rows()) {
            if (row.verdict() != Row.Verdict.CARRIED_OVER) {
                lines.add("  " + row.place().brief() + " " + row.plugin() + ": " + row.verdict() + ": "
                        + String.join("; ", row.notes()).replace("`", "").replace("\n", "\\n"));
            }
        }
        report.remarks()
                .forEach(remark -> lines.add("  " + remark.replace("`", "").replace("\n", "\\n")));
        settings.secrets()
                .forEach((key, source) -> lines.add(
                        "  to be set: " + ProgramSettings.variable(key) + " (was " + source.replace("`", "") + ")"));
        if (!elsewhere.isEmpty()) {
            lines.add("  fields that the index keeps elsewhere: " + String.join(", ", elsewhere.keySet()));
        }
        return lines;
    }
}
