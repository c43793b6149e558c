/**
 * What commands read: log files and standard input, in gzip or not, of a log type that the user names.
 *
 * <p>Imports nothing of the program but {@code parsers}, for what is known there of log types. Begin with {@code LogInput}.
 */
package com.jisu.logs.app.input;
