package com.jisu.logs.parsers.geoip;

/**
 * What is known of an address. Immutable.
 *
 * @param ipv4 the address, if it is one of IPv4, else 0
 * @param city where it is; null if that is not known
 * @param autonomousSystem whose network it is of; null if that is not known
 */
public record GeoPlace(int ipv4, GeoCity city, GeoAutonomousSystem autonomousSystem) {

    /** Of an address of which nothing is known. */
    static final GeoPlace UNKNOWN = new GeoPlace(0, null, null);
}
