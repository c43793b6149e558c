package com.jisu.logs.parsers.condition;

/** An expression that can not be read. */
public final class ConditionFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final int column;

    /** @param column where in the expression, from 1 */
    ConditionFault(String message, int column) {
        super(message, null, false, false);
        this.column = column;
    }

    /** Where in the expression, from 1. */
    public int column() {
        return column;
    }
}
