/**
 * What the sink counts and measures, and the values of the metrics' tags. Open to the other modules.
 *
 * <p>Imports {@code records}, and nothing of the sink. Begin with {@code SinkMetrics}; docs/operations.md lists all of them.
 */
package com.jisu.logs.sink.metrics;
