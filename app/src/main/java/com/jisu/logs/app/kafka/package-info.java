/**
 * The program's own dealings with Kafka, beside what the roles do: how clients are configured, topics at the start, how far
 * groups are behind.
 *
 * <p>Imports {@code config} and {@code api}, and {@code records}. Begin with {@code ClientProperties}, then {@code
 * KafkaTopics}.
 */
package com.jisu.logs.app.kafka;
