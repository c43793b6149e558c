package com.jisu.logs.app.logstash;

import java.util.List;

/** What an {@code if} asks. */
public sealed interface Condition {

    /** Where it begins. */
    Place place();

    /** How two conditions are joined. */
    enum Joint {
        AND,
        OR,
        XOR,
        NAND
    }

    /** Two conditions, joined. */
    record Joined(Condition left, Joint joint, Condition right, Place place) implements Condition {}

    /** {@code !( … )} or {@code ![field]} */
    record Not(Condition inner, Place place) implements Condition {}

    /** A field alone. */
    record Truth(Selector field, Place place) implements Condition {}

    /**
     * A comparison.
     *
     * @param operator one of {@code == != < <= > >=}
     */
    record Comparison(Operand left, String operator, Operand right, Place place) implements Condition {}

    /** {@code in}, or {@code not in}. */
    record Membership(Operand element, boolean negated, Operand container, Place place) implements Condition {}

    /** {@code =~}, or {@code !~}. */
    record Match(Selector field, boolean negated, String pattern, Place place) implements Condition {}

    /** What is compared. */
    sealed interface Operand {}

    /** A field by the names on the way to it, at least one. */
    record Selector(List<String> names, Place place) implements Operand {}

    /** A text or a number. */
    record Literal(Value value) implements Operand {}

    /** A list of texts and numbers. */
    record LiteralList(List<Value> values, Place place) implements Operand {}
}
