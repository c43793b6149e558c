/**
 * Log events to documents, bytes to bytes. Pure: no Kafka, no network, no threads and no clock of its own. An event is
 * scanned once; values that no rule touches stay slices of it and are copied as they are.
 *
 * <p>This is what other modules see, beside {@code api}. May import every wing below it. Begin with {@code EventParser},
 * which needs {@code ParserSettings} and, shared by all parsers, {@code ReferenceData}; {@code CutLines} knows which lines
 * belong together.
 */
package com.jisu.logs.parsers;
