package com.jisu.logs.parsers.json;

/** Text that is not JSON. Input causes it, so it has no stack trace. */
public final class JsonSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String message) {
        super(message, null, false, false);
    }
}
