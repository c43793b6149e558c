package com.jisu.logs.parsers.geoip;

/** Makes something of use of a record, in the way of a file. Implementations are thread-safe. */
interface GeoReader {

    /** What the record at a place tells; never null. */
    GeoRecord read(MmdbCursor record, int place);
}
