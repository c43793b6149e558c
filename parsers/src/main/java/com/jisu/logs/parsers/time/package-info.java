/**
 * Reads the forms of time that logs are written with, without making objects.
 *
 * <p>Imports {@code json} alone. Begin with {@code IsoTime}; {@code Moment} is what all of them write into.
 */
package com.jisu.logs.parsers.time;
