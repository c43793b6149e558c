package com.jisu.logs.parsers.geoip;

/**
 * The places of addresses asked for of late: most clients come again, and a search touches a dozen places of memory. Each address of IPv4
 * has two slots to be in. Threads may overwrite each other's; as places name their addresses, they never mistake one.
 */
final class RecentPlaces {

    private static final int BITS = 16;
    private static final int SPREAD = 0x9E3779B9;

    private final GeoPlace[] slots = new GeoPlace[1 << BITS];

    /** The place of an address; null if it is not remembered. */
    GeoPlace get(int ipv4) {
        int slot = slot(ipv4);
        GeoPlace first = slots[slot];
        if (first != null && first.ipv4() == ipv4) {
            return first;
        }
        GeoPlace second = slots[slot ^ 1];
        return second != null && second.ipv4() == ipv4 ? second : null;
    }

    void put(GeoPlace place) {
        int slot = slot(place.ipv4());
        slots[slot ^ 1] = slots[slot];
        slots[slot] = place;
    }

    private static int slot(int ipv4) {
        return ipv4 * SPREAD >>> Integer.SIZE - BITS;
    }
}
