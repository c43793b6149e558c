package com.jisu.logs.parsers.condition;

import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.tree.EventTree;

/**
 * What must hold for a step to run, such as {@code url.path in ["/healthz", "/ready"] and http.response.status_code < 400}. Immutable,
 * and shared by all threads. docs/rules.md has the grammar.
 */
@FunctionalInterface
public interface Condition {

    /** Whether it holds. It never fails: what can not be compared is not so. */
    boolean holds(EventTree event);

    /**
     * Reads an expression.
     *
     * @param watch ends regular expressions that take too long: what is not found in time does not match
     */
    static Condition of(String expression, RegexWatch watch) throws ConditionFault {
        return new ConditionReader(expression, watch).condition();
    }
}
