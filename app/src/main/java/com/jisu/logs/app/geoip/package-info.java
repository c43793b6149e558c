/**
 * {@code jisu-logs geoip}: what GeoIP databases are, and what they have for an address.
 *
 * <p>Imports {@code api}, and of the modules {@code parsers} and {@code parsers.api}; only {@code Main} imports it. Begin with {@code GeoIpCommand}.
 */
package com.jisu.logs.app.geoip;
