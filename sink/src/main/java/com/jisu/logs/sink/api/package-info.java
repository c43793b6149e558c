/**
 * What others set of the sink, and small things that all of it needs.
 *
 * <p>Every wing may import it; of the sink it imports only {@code index}. Begin with {@code SinkSettings}.
 */
package com.jisu.logs.sink.api;
