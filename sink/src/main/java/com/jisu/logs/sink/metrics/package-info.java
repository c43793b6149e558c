/**
 * What the sink counts and measures, and the values of the metrics' tags. Open to the other modules.
 *
 * <p>Imports nothing of the sink. Begin with {@code SinkMetrics}, whose Javadoc lists all of them.
 */
package com.jisu.logs.sink.metrics;
