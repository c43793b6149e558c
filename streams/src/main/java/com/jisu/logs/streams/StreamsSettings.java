package com.jisu.logs.streams;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What the streams role needs to know beside the parsers' own settings.
 *
 * @param applicationId Kafka Streams' application id, also the consumer group of all instances
 * @param threads stream threads of this instance, 1 to 64; more than the raw topic has partitions stay idle
 * @param stateDirectory where Kafka Streams keeps its local files; they may be lost
 * @param replication replicas of the topics that Kafka Streams makes for itself; empty for the broker's default
 */
public record StreamsSettings(String applicationId, int threads, Path stateDirectory, Optional<Integer> replication) {

    public StreamsSettings {
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        if (applicationId == null || !applicationId.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException(
                    "streams.application-id must be made of letters, digits, '.', '_' and '-', not '" + applicationId
                            + "'");
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("streams.threads must be 1 to 64, not " + threads);
        }
    }
}
