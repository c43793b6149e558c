package com.jisu.logs.parsers.geoip;

/** What a database has at a place in its file; this class itself is for places with nothing of use. Immutable. */
class GeoRecord {

    private final int place;

    GeoRecord(int place) {
        this.place = place;
    }

    int place() {
        return place;
    }
}
