package com.jisu.logs.parsers.geoip;

/** What is known of an address: where it is, and whose network it is of. Immutable. */
public final class GeoPlace {

    /** Of an address of which nothing is known. */
    static final GeoPlace UNKNOWN = new GeoPlace(0, null, null);

    private final int ipv4;
    private final GeoCity city;
    private final GeoAutonomousSystem autonomousSystem;

    /** @param ipv4 the address, if it is one of IPv4 */
    GeoPlace(int ipv4, GeoCity city, GeoAutonomousSystem autonomousSystem) {
        this.ipv4 = ipv4;
        this.city = city;
        this.autonomousSystem = autonomousSystem;
    }

    int ipv4() {
        return ipv4;
    }

    /** Where it is; null if that is not known. */
    public GeoCity city() {
        return city;
    }

    /** Whose network it is of; null if that is not known. */
    public GeoAutonomousSystem autonomousSystem() {
        return autonomousSystem;
    }
}
