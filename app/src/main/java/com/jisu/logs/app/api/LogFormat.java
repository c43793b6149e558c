package com.jisu.logs.app.api;

/** {@code logging.format}: how the program's own log lines look. */
public enum LogFormat {
    /** {@link #JSON} in a container whose stderr is no terminal, else {@link #TEXT}. */
    AUTO,
    /** For people. */
    TEXT,
    /** One JSON object a line, in the fields of the Elastic Common Schema. */
    JSON
}
