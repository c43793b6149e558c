/**
 * What others set of the Beats server: settings, and the transport.
 *
 * <p>Every wing may import it; it imports none. Begin with {@code IngestSettings}.
 */
package com.jisu.logs.ingest.api;
