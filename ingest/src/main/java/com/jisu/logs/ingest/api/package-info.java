/**
 * What others set of the Beats server: settings, and the transport.
 *
 * <p>Imports {@code records}, and nothing of ingest; every wing may import it. Begin with {@code IngestSettings}.
 */
package com.jisu.logs.ingest.api;
