/**
 * IP addresses, and where they are: MaxMind's databases, read here because only few values of a record are wanted.
 *
 * <p>Imports {@code json} and {@code api}. Begin with {@code GeoIp}, then {@code GeoIpDatabases}.
 */
package com.jisu.logs.parsers.geoip;
