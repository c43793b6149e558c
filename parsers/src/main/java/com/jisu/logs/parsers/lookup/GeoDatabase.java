package com.jisu.logs.parsers.lookup;

/** A kind of database that geoip asks. */
enum GeoDatabase {
    CITY,
    ASN
}
