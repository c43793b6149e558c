/**
 * Log files and standard input as commands read them, in gzip or not.
 *
 * <p>Imports nothing of the program. Begin with {@code LogInput}.
 */
package com.jisu.logs.app.input;
