/**
 * What others set of the sink, and small things that all of it needs.
 *
 * <p>Imports {@code index}, and {@code records.tls}; every wing above it may import it. Begin with {@code SinkSettings}.
 */
package com.jisu.logs.sink.api;
