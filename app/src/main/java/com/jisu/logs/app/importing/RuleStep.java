package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of {@code rules.yml}.
 *
 * @param comment what stands above it; null for nothing
 * @param kind the step's name
 * @param options its own: texts, numbers, booleans, and lists and maps of them; in a group lists of steps, too
 * @param common those that every step takes
 */
record RuleStep(String comment, String kind, Map<String, Object> options, Map<String, Object> common) {

    static RuleStep of(String kind) {
        return new RuleStep(null, kind, Map.of(), Map.of());
    }

    /** The step with an option more; without it where the value is null. */
    RuleStep with(String option, Object value) {
        return new RuleStep(comment, kind, added(options, option, value), common);
    }

    /** The step with a common option more; without it where the value is null or an empty list of steps. */
    RuleStep and(String option, Object value) {
        boolean none = value instanceof List<?> list && list.isEmpty() && !option.startsWith("tag_");
        return none ? this : new RuleStep(comment, kind, options, added(common, option, value));
    }

    /** The step with a condition, which stands before its other common options. */
    RuleStep asked(String condition) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("if", condition));
        all.putAll(common);
        return new RuleStep(comment, kind, options, all);
    }

    RuleStep commented(String newComment) {
        return new RuleStep(newComment, kind, options, common);
    }

    private static Map<String, Object> added(Map<String, Object> map, String key, Object value) {
        if (value == null) {
            return map;
        }
        Map<String, Object> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    /**
     * A block whose condition is asked once.
     *
     * @param condition null for none
     * @return no step if both lists are empty
     */
    static List<RuleStep> group(String comment, String condition, List<RuleStep> steps, List<RuleStep> otherwise) {
        if (steps.isEmpty() && otherwise.isEmpty()) {
            return List.of();
        }
        if (steps.isEmpty()) {
            return group(comment, "not (" + condition + ")", otherwise, List.of());
        }
        RuleStep group = of("group")
                .with("steps", steps)
                .with("else", otherwise.isEmpty() ? null : otherwise)
                .and("if", condition)
                .commented(comment);
        return List.of(group);
    }

    /** The steps that are options of this one, and of its common options. */
    List<RuleStep> inner() {
        List<RuleStep> inner = new ArrayList<>();
        for (Map<String, Object> map : List.of(options, common)) {
            for (Object value : map.values()) {
                if (value instanceof List<?> list) {
                    list.stream()
                            .filter(RuleStep.class::isInstance)
                            .map(RuleStep.class::cast)
                            .forEach(inner::add);
                }
            }
        }
        return inner;
    }
}
