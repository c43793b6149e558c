/**
 * What others set and see of the sink, and small things that all of it needs: settings, meters, the names of daily
 * indices.
 *
 * <p>Every wing may import it; it imports none. Begin with {@code SinkSettings}.
 */
package com.jisu.logs.sink.api;
