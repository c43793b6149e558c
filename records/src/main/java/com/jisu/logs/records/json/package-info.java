/**
 * JSON in its bytes, for those who copy what they do not change: where values stand and where they end.
 *
 * <p>Imports nothing of the program. Begin with {@code JsonSpans}, which reads an object as a whole; {@code JsonBytes} finds
 * single values, and is fast.
 */
package com.jisu.logs.records.json;
