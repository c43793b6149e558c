/**
 * What ingest counts and measures, and why connections are closed. Open to the other modules.
 *
 * <p>Imports nothing of the program. Begin with {@code IngestMetrics}; docs/operations.md lists all of them.
 */
package com.jisu.logs.ingest.metrics;
