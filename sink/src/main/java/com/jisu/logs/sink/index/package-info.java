/**
 * Which index a document goes to: the name by the document's day, from the pattern in the settings, or that of a data stream.
 *
 * <p>Imports nothing of the program. Begin with {@code DailyIndex}.
 */
package com.jisu.logs.sink.index;
