/**
 * The sink's side of Kafka: whether a broker is there, how far a partition is answered for and committed, and the dead-letter
 * topic.
 *
 * <p>Imports {@code api}, and {@code records} and {@code records.log}. Begin with {@code Progress}, then {@code
 * OffsetCommits}.
 */
package com.jisu.logs.sink.kafka;
