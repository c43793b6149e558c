package com.jisu.logs.parsers.geoip;

/** Where addresses are. Implementations are thread-safe and answer from memory. */
public interface GeoIp {

    /** Whether there is anything to look up: without, events pass without a place and without a tag. */
    boolean isAvailable();

    /** Whether that tells where addresses are, and not only whose network they are of. */
    boolean hasPlaces();

    /**
     * What is known of an address; never null.
     *
     * @param address 4 or 16 bytes, in network order
     */
    GeoPlace find(byte[] address);

    /**
     * The same without whose network it is of, for those who do not ask that: it takes a search less.
     *
     * @param address 4 or 16 bytes, in network order
     */
    GeoPlace findCity(byte[] address);

    /** Knows nothing. */
    static GeoIp none() {
        return new GeoIp() {
            @Override
            public boolean isAvailable() {
                return false;
            }

            @Override
            public boolean hasPlaces() {
                return false;
            }

            @Override
            public GeoPlace find(byte[] address) {
                return GeoPlace.UNKNOWN;
            }

            @Override
            public GeoPlace findCity(byte[] address) {
                return GeoPlace.UNKNOWN;
            }
        };
    }
}
