/**
 * The Kafka Streams topology: the raw topic's events become documents in the parsed topic, or dead letters. How an event is
 * parsed is the parsers module's; this one connects it to Kafka.
 *
 * <p>Imports {@code parsers}, {@code parsers.api} and {@code records}. Begin with {@code ParsingTopology} and {@code
 * EventProcessor} for the way of an event, with {@code ParsingStreams} for how it is started and watched.
 */
package com.jisu.logs.streams;
