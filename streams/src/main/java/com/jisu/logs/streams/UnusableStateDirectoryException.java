package com.jisu.logs.streams;

/** {@code streams.state-directory} can not be used; the message is a line for the operator that names it and says why. */
public final class UnusableStateDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableStateDirectoryException(String message) {
        super(message);
    }
}
