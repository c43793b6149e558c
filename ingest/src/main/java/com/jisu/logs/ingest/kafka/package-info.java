/**
 * Events on their way to Kafka: threads that may block, the producer and what becomes of it, partitions, and events that are
 * too large.
 *
 * <p>Imports {@code api}, and {@code records}, {@code records.json} and {@code records.log}; it knows nothing of connections.
 * Begin with {@code Route}: an event's way, and that of a refused one; {@code KafkaWriter} has the threads and the producer
 * that the routes share.
 */
package com.jisu.logs.ingest.kafka;
