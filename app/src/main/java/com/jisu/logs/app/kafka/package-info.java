/**
 * The program's own dealings with Kafka, beside what the roles do: how clients are configured, topics at the start,
 * how far groups are behind.
 *
 * <p>Imports {@code api}, {@code config} and {@code retention}. Begin with {@code KafkaConnection}, then {@code
 * KafkaTopics}.
 */
package com.jisu.logs.app.kafka;
