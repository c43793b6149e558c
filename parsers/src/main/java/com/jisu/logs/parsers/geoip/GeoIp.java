package com.jisu.logs.parsers.geoip;

/** Where addresses are. Implementations are thread-safe and answer from memory. */
public interface GeoIp {

    /** Whether there is anything to look up: without, events pass without a place and without a tag. */
    boolean isAvailable();

    /**
     * The place of an address, or null where it is unknown.
     *
     * @param address 4 or 16 bytes, in network order
     */
    GeoCity city(byte[] address);

    /**
     * The network operator of an address, or null where it is unknown.
     *
     * @param address 4 or 16 bytes, in network order
     */
    GeoAutonomousSystem autonomousSystem(byte[] address);

    /** Knows nothing. */
    static GeoIp none() {
        return new GeoIp() {
            @Override
            public boolean isAvailable() {
                return false;
            }

            @Override
            public GeoCity city(byte[] address) {
                return null;
            }

            @Override
            public GeoAutonomousSystem autonomousSystem(byte[] address) {
                return null;
            }
        };
    }
}
