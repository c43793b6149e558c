/**
 * What loggers and servers write in a line of JSON, whatever their names are: the table of keys whose meaning is known, and
 * how their values become times, levels, errors, stack traces and messages.
 *
 * <p>Imports {@code document}, {@code geoip}, {@code time}, {@code json} and {@code api}. Begin with {@code KnownKeys}, the
 * table, then {@code LineKeys}, which takes them out of a line.
 */
package com.jisu.logs.parsers.loggers;
