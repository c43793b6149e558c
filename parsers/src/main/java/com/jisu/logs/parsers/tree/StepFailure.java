package com.jisu.logs.parsers.tree;

/** A step can not do what it is there for, with this event. The event goes on; the step's tags say so. It has no stack trace. */
public class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what hindered it, for the author of the rules */
    public StepFailure(String message) {
        super(message, null, false, false);
    }
}
