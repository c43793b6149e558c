package com.jisu.logs.parsers.api;

import java.time.Duration;

/**
 * What bounds an event and its document.
 *
 * @param maxAge how far before its arrival an event's time may lie
 * @param maxAhead how far after its arrival an event's time may lie
 * @param maxDepth names on the path to a field
 * @param maxFields fields that one line or event may bring
 */
public record ParserLimits(Duration maxAge, Duration maxAhead, int maxDepth, int maxFields) {}
