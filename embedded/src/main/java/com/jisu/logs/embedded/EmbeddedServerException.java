package com.jisu.logs.embedded;

/**
 * An embedded server could not start. The message is one line for the user that names the server and the cause: the
 * port that is taken, the directory that is not writable or in use, the last words of a server that gave up.
 */
public final class EmbeddedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
