package com.jisu.logs.parsers;

import java.nio.charset.StandardCharsets;

/**
 * Continent, country and region of cities, as the begin of the JSON that each of their cities has: there are some
 * thousands, where there are more than a hundred thousand cities. Thread-safe: threads may overwrite each other's, which
 * name their places.
 */
final class GeoAreas {

    private static final int SLOTS = 1 << 13;

    private static final byte[][] NAMED = MmdbCursor.names("names", "code", "iso_code");
    private static final int NAMES = 0;
    private static final int CODE = 1;
    private static final int ISO_CODE = 2;
    private static final byte[] EN = MmdbCursor.name("en");

    private record Area(int continent, int country, int regions, byte[] json) {}

    private final Area[] slots = new Area[SLOTS];

    /** The JSON, without the brace that ends it; empty where nothing is known. The places may be nowhere. */
    byte[] json(MmdbCursor record, int continent, int country, int regions) {
        int continentAt = record.target(continent);
        int countryAt = record.target(country);
        int regionsAt = record.target(regions);
        int hash = ((continentAt * 31 + countryAt) * 31 + regionsAt) * 0x9E3779B9;
        int slot = hash >>> 19;
        Area area = slots[slot];
        if (area == null || area.continent != continentAt || area.country != countryAt || area.regions != regionsAt) {
            // Of the regions the last is the smallest.
            byte[] json = read(record, continentAt, countryAt, record.last(regionsAt));
            area = new Area(continentAt, countryAt, regionsAt, json);
            slots[slot] = area;
        }
        return area.json;
    }

    private static byte[] read(MmdbCursor record, int continent, int country, int region) {
        JsonOutput json = new JsonOutput(200);
        int[] named = record.findAll(continent, NAMED);
        put(json, "continent_code", record, named[CODE]);
        put(json, "continent_name", record, record.find(named[NAMES], EN));
        named = record.findAll(country, NAMED);
        final int countryCode = named[ISO_CODE];
        put(json, "country_iso_code", record, countryCode);
        put(json, "country_name", record, record.find(named[NAMES], EN));
        named = record.findAll(region, NAMED);
        putRegionCode(json, record, countryCode, named[ISO_CODE]);
        put(json, "region_name", record, record.find(named[NAMES], EN));
        return json.toByteArray();
    }

    /** ISO 3166-2 has the country before the region. */
    private static void putRegionCode(JsonOutput json, MmdbCursor record, int country, int region) {
        if (record.isText(country)) {
            String code = text(record);
            if (record.isText(region)) {
                begin(json, "region_iso_code");
                json.quoted(code + "-" + text(record));
            }
        }
    }

    private static String text(MmdbCursor record) {
        int length = record.textTo() - record.textFrom();
        return new String(record.file(), record.textFrom(), length, StandardCharsets.UTF_8);
    }

    private static void put(JsonOutput json, String name, MmdbCursor record, int place) {
        if (record.isText(place)) {
            begin(json, name);
            json.quoted(record.file(), record.textFrom(), record.textTo());
        }
    }

    private static void begin(JsonOutput json, String name) {
        final boolean first = json.length() == 0;
        if (first) {
            json.write('{');
        }
        json.name(Keys.known(name), first ? 0 : 1);
    }
}
