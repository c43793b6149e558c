package com.jisu.logs.parsers.api;

import java.util.Objects;

/** Where a raw event stands in Kafka. It identifies events that carry no file position of their own. */
public record RawPosition(String topic, int partition, long offset) {
    public RawPosition {
        Objects.requireNonNull(topic, "topic");
    }
}
