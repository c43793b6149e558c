/**
 * Events on their way to Kafka: threads that may block, the producer and what becomes of it, partitions, and events
 * that are too large.
 *
 * <p>Imports {@code api} alone; it knows nothing of connections. Begin with {@code KafkaWriter}, then {@code
 * Route}.
 */
package com.jisu.logs.ingest.kafka;
