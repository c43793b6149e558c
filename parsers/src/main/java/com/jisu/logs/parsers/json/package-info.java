/**
 * Reads JSON into a tree whose values stay slices of the input, and writes it again; text, keys and hashes of bytes, too.
 *
 * <p>Imports nothing of the program: it knows nothing of events. Begin with {@code JsonScanner}, then {@code JsonObject} and
 * {@code Leaf}.
 */
package com.jisu.logs.parsers.json;
