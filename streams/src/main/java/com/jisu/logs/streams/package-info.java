/**
 * The Kafka Streams topology: the raw topic's events become documents in the parsed topic, or dead letters.
 *
 * <p>How an event is parsed is the parsers module's; this one connects it to Kafka.
 */
package com.jisu.logs.streams;
