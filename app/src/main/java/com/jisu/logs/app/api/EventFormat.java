package com.jisu.logs.app.api;

/** How the tail writes a document. */
public enum EventFormat {
    /** One line to read at a glance: time, level or status, source, message, tags. */
    PRETTY,
    /** The document as it is, one line. */
    JSON,
    /** As Logstash's rubydebug codec writes an event. */
    RUBYDEBUG;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
