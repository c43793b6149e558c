/**
 * What others set and see of the Beats server: settings, meters, the transport, the reasons for which connections
 * end.
 *
 * <p>Every wing may import it; it imports none. Begin with {@code IngestSettings}.
 */
package com.jisu.logs.ingest.api;
