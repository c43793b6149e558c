package com.jisu.logs.parsers.tree;

import java.util.List;

/** A step can not do what it is there for, with this event. The event goes on; the step's tags say so. It has no stack trace. */
public class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> tags;

    /** @param message what hindered it, for the author of the rules */
    public StepFailure(String message) {
        this(message, List.of());
    }

    /** @param tags tags that the event gets behind those of the step */
    public StepFailure(String message, List<String> tags) {
        super(message, null, false, false);
        this.tags = List.copyOf(tags);
    }

    /** Tags that the event gets behind those that the step's rules say. */
    public List<String> tags() {
        return tags;
    }
}
