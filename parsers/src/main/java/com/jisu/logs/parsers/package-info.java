/**
 * Log events to documents, bytes to bytes. Pure: no Kafka, no network, no clock of its own, and no threads but one for
 * each set of {@code Rules}, which ends expressions that take too long. An event is scanned once; values that no rule touches stay slices of it and are copied as they are.
 *
 * <p>This is what other modules see, beside {@code api}. May import every wing below it. Begin with {@code EventParser},
 * which needs {@code ParserSettings} and, shared by all parsers, {@code ReferenceData}; {@code RuledParser} adds rules of
 * one's own, and {@code CutLines} knows which lines belong together.
 */
package com.jisu.logs.parsers;
