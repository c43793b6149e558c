/**
 * One client's connection: admission, windows, deadlines, acknowledgements, its end.
 *
 * <p>Imports every other wing of the server, and none of them imports it. Begin with {@code BeatsConnection}, then
 * {@code WindowReceiver} (events on their way in) and {@code WindowQueue} (acknowledgements on their way out).
 */
package com.jisu.logs.ingest.connection;
