/**
 * The Beats (Lumberjack v1 and v2) server: cuts frames, hands each event's bytes to Kafka, acknowledges a window when
 * Kafka has all of it. No JSON is parsed on the way.
 *
 * <p>Bytes flow {@link com.jisu.logs.ingest.connection.BeatsConnection} (one per client, on its event loop) → {@link
 * com.jisu.logs.ingest.lumberjack.LumberjackDecoder} → {@link com.jisu.logs.ingest.connection.Window} → {@link
 * com.jisu.logs.ingest.kafka.KafkaWriter} (its own threads, so that a blocked producer never blocks an event loop).
 * Confirmations flow back the same way. {@link com.jisu.logs.ingest.memory.InFlightBudget} bounds what is between the two, and
 * {@link com.jisu.logs.ingest.memory.LargeEventRoom} what is being received.
 */
package com.jisu.logs.ingest;
