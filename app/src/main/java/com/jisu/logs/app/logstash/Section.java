package com.jisu.logs.app.logstash;

import java.util.List;

/** {@code input}, {@code filter} or {@code output} with what is in it; each may be there several times. */
public record Section(Kind kind, List<Statement> statements, Place place) {

    /** The three kinds. */
    public enum Kind {
        INPUT,
        FILTER,
        OUTPUT
    }
}
