package com.jisu.logs.app.config;

import java.nio.file.Path;

/**
 * The place where a value was set.
 *
 * @param text for the operator: a file with its line, a variable, an option
 */
public record Origin(String text) {

    /** The built-in {@code jisu-logs.yml}. */
    public static final Origin DEFAULT = new Origin("default");

    /** An option of the command line. */
    static final Origin COMMAND_LINE = new Origin("--set");

    /** @param line counted from 1 */
    static Origin line(String file, int line) {
        return new Origin(file + ":" + line);
    }

    static Origin file(Path file) {
        return new Origin(file.toString());
    }

    static Origin variable(String name) {
        return new Origin("environment variable " + name);
    }

    boolean isDefault() {
        return equals(DEFAULT);
    }
}
