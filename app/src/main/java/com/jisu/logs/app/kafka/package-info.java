/**
 * The program's own dealings with Kafka, beside what the roles do: how clients are configured, topics at the start,
 * how far groups are behind.
 *
 * <p>Imports {@code api} and {@code config}. Begin with {@code ClientProperties}, then {@code KafkaTopics}.
 */
package com.jisu.logs.app.kafka;
