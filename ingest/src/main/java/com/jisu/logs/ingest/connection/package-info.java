/**
 * One client's connection: admission, windows, deadlines, acknowledgements, its end.
 *
 * <p>May import every wing below it, and {@code records.log}; only the front imports it. Begin with {@code BeatsConnection},
 * then {@code WindowReceiver} (events on their way in) and {@code WindowQueue} (acknowledgements on their way out).
 */
package com.jisu.logs.ingest.connection;
