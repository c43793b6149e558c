/**
 * The other side of the wire: a Lumberjack v2 client, as {@code jisu-logs send} and the tests use it.
 *
 * <p>Imports {@code lumberjack}; no part of the server imports it. Begin with {@code LumberjackClient}.
 */
package com.jisu.logs.ingest.client;
