package com.jisu.logs.app.importing;

import java.util.List;
import java.util.Map;

/** The text of {@code rules.yml}. Used once, by one thread. */
final class RulesText {

    /** Longer ones are spread over lines. */
    private static final int LINE = 120;

    private final StringBuilder out = new StringBuilder();

    private RulesText() {}

    /**
     * @param head lines of comment
     * @param types values of {@code fields.logtype} that are not parsed as built-in ones
     */
    static String of(List<String> head, Map<String, String> patterns, Iterable<String> types, List<RuleStep> steps) {
        RulesText text = new RulesText();
        head.forEach(line -> text.line(0, line.isEmpty() ? "#" : "# " + line));
        text.line(0, "schema: logstash");
        if (!patterns.isEmpty()) {
            text.line(0, "");
            text.line(0, "patterns:");
            patterns.forEach((name, regex) -> text.line(1, YamlText.text(name) + ": " + YamlText.text(regex)));
        }
        text.line(0, "");
        text.line(0, "# Nothing is parsed beside what the steps do.");
        text.line(0, "types:");
        types.forEach(type -> text.line(1, YamlText.text(type) + ": {as: none}"));
        text.line(0, "");
        if (steps.isEmpty()) {
            text.line(0, "steps: []");
        } else {
            text.line(0, "steps:");
            text.steps(1, steps);
        }
        return text.out.toString();
    }

    private void line(int level, String text) {
        if (!text.isEmpty()) {
            out.append("  ".repeat(level)).append(text);
        }
        out.append('\n');
    }

    private void steps(int level, List<RuleStep> steps) {
        for (RuleStep step : steps) {
            if (step.comment() != null) {
                line(level, "# " + step.comment());
            }
            named(level, "- " + step.kind(), step.options());
            step.common().forEach((name, value) -> value(level + 1, name, value));
        }
    }

    private void named(int level, String name, Map<String, Object> options) {
        String onOneLine = name + ": " + (hasSteps(options) ? "" : YamlText.flow(options));
        if (!hasSteps(options) && level * 2 + onOneLine.length() <= LINE) {
            line(level, onOneLine);
            return;
        }
        line(level, name + ":");
        options.forEach((key, value) -> value(level + 2, key, value));
    }

    private static boolean hasSteps(Map<String, Object> options) {
        return options.values().stream().anyMatch(RulesText::isSteps);
    }

    private static boolean isSteps(Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof RuleStep;
    }

    private void value(int level, String name, Object value) {
        String key = YamlText.text(name);
        if (isSteps(value)) {
            line(level, key + ":");
            steps(
                    level + 1,
                    ((List<?>) value).stream().map(RuleStep.class::cast).toList());
            return;
        }
        String onOneLine = key + ": " + YamlText.flow(value);
        boolean single =
                !(value instanceof List<?> list && !list.isEmpty() || value instanceof Map<?, ?> map && !map.isEmpty());
        if (single || level * 2 + onOneLine.length() <= LINE) {
            line(level, onOneLine);
            return;
        }
        line(level, key + ":");
        if (value instanceof List<?> list) {
            list.forEach(each -> line(level + 1, "- " + YamlText.flow(each)));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((inner, each) -> value(level + 1, inner.toString(), each));
        }
    }
}
