package com.jisu.logs.app.config;

import java.util.LinkedHashSet;
import java.util.Set;

/** What is wrong with a configuration, a line for each fault: all are told at once. Not thread-safe. */
final class Faults {

    private final Set<String> lines = new LinkedHashSet<>();

    void add(Origin origin, String fault) {
        lines.add(origin.isDefault() ? fault : origin.text() + ": " + fault);
    }

    /** @throws ConfigurationException if there is any fault */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new ConfigurationException(String.join("\n", lines));
        }
    }
}
