package com.jisu.logs.parsers.steps;

/** What a step came to with an event. */
public enum Outcome {
    /** It did what it is there for. */
    DONE,
    /** There was nothing to do: mostly as the field is missing. Neither success nor failure. */
    NOTHING,
    /** It could not do it; its tags say so. */
    FAILED
}
