package com.jisu.logs.parsers.api;

/**
 * An event that is not one JSON object, so that nothing can be read from it. Input causes it, so it has no stack trace.
 */
public final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    public MalformedEventException(String reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** A short code in snake case, such as {@code not_json}. */
    public String reason() {
        return reason;
    }
}
