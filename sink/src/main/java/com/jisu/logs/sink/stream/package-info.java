/**
 * Data streams: which of them a document goes to, and whether it is in one of the older indices behind it already.
 *
 * <p>Imports {@code api}, {@code document}, {@code elasticsearch}, {@code index} and {@code metrics}. Begin with {@code Streams}.
 */
package com.jisu.logs.sink.stream;
