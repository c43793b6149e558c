/**
 * Log events to documents, bytes to bytes.
 *
 * <p>Pure: no Kafka, no network, no threads and no clock of its own. {@link com.jisu.logs.parsers.EventParser} is the
 * way in. An event is scanned once; values that no rule touches stay slices of it and are copied as they are.
 */
package com.jisu.logs.parsers;
