package com.jisu.logs.app.config;

/** The configuration can not be used: exit code 2. The message has a line for each fault. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
