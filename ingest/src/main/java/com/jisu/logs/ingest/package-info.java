/**
 * The Beats (Lumberjack v1 and v2) server: cuts frames, hands each event's bytes to Kafka, acknowledges a window when Kafka
 * has all of it. No JSON is parsed on the way.
 *
 * <p>Bytes flow {@code BeatsConnection} (one per client, on its event loop) → {@code LumberjackDecoder} → {@code Window} →
 * {@code KafkaWriter} (its own threads, so that a blocked producer never blocks an event loop). Confirmations flow back the
 * same way. {@code InFlightBudget} bounds what is between the two, and {@code LargeEventRoom} what is being received.
 *
 * <p>This is what other modules see, beside {@code api}, {@code metrics} and {@code client}. May import every wing below it,
 * and {@code records}. Begin with {@code BeatsServer}.
 */
package com.jisu.logs.ingest;
