package com.jisu.logs.parsers.geoip;

import static com.jisu.logs.parsers.geoip.GeoValue.Way.code;
import static com.jisu.logs.parsers.geoip.GeoValue.Way.text;
import static com.jisu.logs.parsers.geoip.GeoValue.Way.words;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What files tell of an address in records that are one map of texts and numbers, with the names that they have for it: the first that
 * is there and fits is it. A file that has another name needs a word here, and nothing else.
 */
enum GeoValue {
    CONTINENT_CODE(code("continent_code"), code("continent")),
    CONTINENT_NAME(words("continent_name"), words("continent")),
    COUNTRY_CODE(code("country_code"), code("country_iso_code"), code("country")),
    COUNTRY_NAME(words("country_name"), words("country")),
    REGION_CODE(text("region_code"), text("region_iso_code")),
    REGION_NAME(text("state2"), text("region_name"), text("region"), text("state1")), // the smallest, as of nested ones
    CITY_NAME(text("city"), text("city_name")),
    POSTAL_CODE(text("postal"), text("postal_code"), text("postcode"), text("zip_code")),
    TIMEZONE(text("timezone"), text("time_zone")),
    LATITUDE(text("latitude"), text("lat")),
    LONGITUDE(text("longitude"), text("lng"), text("lon")),
    POINT(text("loc")), // "37.4,-122.1"
    NETWORK_NUMBER(text("autonomous_system_number"), text("traits").of("autonomous_system_number"), text("asn")),
    NETWORK_ORGANIZATION(
            text("autonomous_system_organization"),
            text("traits").of("autonomous_system_organization"),
            text("as_name"),
            text("name"),
            text("organization"));

    static final Set<GeoValue> OF_NETWORKS = EnumSet.of(NETWORK_NUMBER, NETWORK_ORGANIZATION);
    static final Set<GeoValue> OF_PLACES = EnumSet.complementOf(EnumSet.of(NETWORK_NUMBER, NETWORK_ORGANIZATION));

    /** What a value must be: codes are of two letters, and words are not, as {@code country} may be the one or the other. */
    enum Fit {
        TEXT,
        CODE,
        WORDS
    }

    /**
     * A way into a record.
     *
     * @param name of a value, or of the map that it is in
     * @param inner its name in that map; null where it is in none
     */
    record Way(String name, String inner, Fit fit) {
        static Way text(String name) {
            return new Way(name, null, Fit.TEXT);
        }

        static Way code(String name) {
            return new Way(name, null, Fit.CODE);
        }

        static Way words(String name) {
            return new Way(name, null, Fit.WORDS);
        }

        Way of(String itsInner) {
            return new Way(name, itsInner, fit);
        }
    }

    private final List<Way> ways;

    GeoValue(Way... ways) {
        this.ways = List.of(ways);
    }

    List<Way> ways() {
        return ways;
    }
}
