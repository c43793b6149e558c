/**
 * {@code jisu-logs dev}: the whole pipeline in one process, its servers included.
 *
 * <p>May import every wing below it, and of the modules {@code embedded}, {@code ingest.api}, {@code ingest.client},
 * {@code parsers}, {@code sink} and {@code sink.api}; only {@code Main} imports it. Begin with {@code DevCommand}; nothing but {@code
 * EmbeddedServers} may refer to the embedded servers, which a production installation does not have.
 */
package com.jisu.logs.app.dev;
