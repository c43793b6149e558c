package com.jisu.logs.app.api;

/** An argument that can not be used: shown as one line without a stack trace, exit code 2; nothing was started. */
public final class UsageError extends UserError {

    private static final long serialVersionUID = 1L;

    /** @param message one line that names the argument and what is allowed */
    public UsageError(String message) {
        super(message);
    }

    /** @param cause shown with {@code --debug} only */
    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
