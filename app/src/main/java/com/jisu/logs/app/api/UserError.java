package com.jisu.logs.app.api;

/** Something that the user can mend: shown as one line without a stack trace, exit code 1 if it is no {@link UsageError}. */
public sealed class UserError extends RuntimeException permits UsageError {

    private static final long serialVersionUID = 1L;

    /** @param message one line that says what is wrong and what to do */
    public UserError(String message) {
        super(message);
    }

    /** @param cause shown with {@code --debug} only */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
