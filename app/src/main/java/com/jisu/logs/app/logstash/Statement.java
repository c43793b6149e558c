package com.jisu.logs.app.logstash;

import java.util.List;

/** What stands in a section: plug-ins, and branches with statements of their own. */
public sealed interface Statement {

    /** Where it begins. */
    Place place();

    /**
     * A plug-in with its options.
     *
     * @param options in the order written; a name may be there several times
     */
    record Plugin(String name, List<Option> options, Place place) implements Statement {}

    /** An option of a plug-in. */
    record Option(String name, Value value, Place place) {}

    /**
     * {@code if}, and what follows of {@code else if} and {@code else}.
     *
     * @param arms at least one
     * @param otherwise the statements of {@code else}; none without it
     */
    record Branch(List<Arm> arms, List<Statement> otherwise, Place place) implements Statement {}

    /** A condition and what is done where it holds. */
    record Arm(Condition condition, List<Statement> statements, Place place) {}
}
