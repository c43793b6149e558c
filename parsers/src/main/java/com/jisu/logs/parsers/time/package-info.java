/**
 * Reads the forms of time that logs are written with, the usual ones without making objects.
 *
 * <p>Imports {@code json}. Begin with {@code LogTime}, which reads every form; {@code Moment} is what all of them write into.
 */
package com.jisu.logs.parsers.time;
