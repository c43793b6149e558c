package com.jisu.logs.parsers.api;

/**
 * An event that is not one JSON object, so that nothing can be read from it. Input causes it, so it has no stack trace.
 */
public final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        /** It is no JSON, or more than one value. */
        NOT_JSON,
        /** It is another value of JSON. */
        NOT_AN_OBJECT
    }

    private final Reason reason;

    public MalformedEventException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
