package com.jisu.logs.parsers.tree;

/** A step can not do what it is there for, with this event. The event goes on; the step's tags say so. It has no stack trace. */
public class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String tag;

    /** @param message what hindered it, for the author of the rules */
    public StepFailure(String message) {
        this(message, null);
    }

    /** @param tag what goes into {@code tags} in place of what the step's kind puts there, unless its rules say otherwise; or null */
    public StepFailure(String message, String tag) {
        super(message, null, false, false);
        this.tag = tag;
    }

    /** The tag in place of those of the step's kind; null for those. */
    public String tag() {
        return tag;
    }
}
