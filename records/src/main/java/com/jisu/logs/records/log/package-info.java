/**
 * What is news for the log, where something goes wrong again and again.
 *
 * <p>Imports nothing of the project. Begin with {@code OncePerChange}.
 */
package com.jisu.logs.records.log;
