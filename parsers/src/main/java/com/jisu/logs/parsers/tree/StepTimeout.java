package com.jisu.logs.parsers.tree;

/** A regular expression took longer on a value than it is given. */
public final class StepTimeout extends StepFailure {

    private static final long serialVersionUID = 1L;

    public StepTimeout(String message) {
        super(message);
    }
}
