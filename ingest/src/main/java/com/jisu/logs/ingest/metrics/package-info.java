/**
 * What ingest counts and measures, and why connections are closed. Open to the other modules.
 *
 * <p>Imports nothing of ingest. Begin with {@code IngestMetrics}, whose Javadoc lists all of them.
 */
package com.jisu.logs.ingest.metrics;
