package com.jisu.logs.app.api;

import java.util.Locale;

/** The three roles. In production each is a process of its own; `dev` runs them in one. */
public enum Role {
    INGEST("Takes what Filebeat ships and writes it to Kafka."),
    STREAMS("Parses the raw events in Kafka into documents."),
    SINK("Writes the documents from Kafka into Elasticsearch.");

    private final String description;

    Role(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
