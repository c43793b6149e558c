package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import java.util.Arrays;

/**
 * Continent, country and region of cities, as the begin of the JSON that each of their cities has: there are some
 * thousands, where there are more than a hundred thousand cities. Thread-safe: threads may overwrite each other's, which
 * name their places.
 */
public final class GeoAreas {

    private static final int SLOTS = 1 << 13;

    private static final byte[][] NAMED = MmdbCursor.names("names", "code", "iso_code");
    private static final int NAMES = 0;
    private static final int CODE = 1;
    private static final int ISO_CODE = 2;
    private static final byte[] EN = MmdbCursor.name("en");

    private static final Key CONTINENT_CODE = Keys.known("continent_code");
    private static final Key CONTINENT_NAME = Keys.known("continent_name");
    private static final Key COUNTRY_CODE = Keys.known("country_iso_code");
    private static final Key COUNTRY_NAME = Keys.known("country_name");
    private static final Key REGION_CODE = Keys.known("region_iso_code");
    private static final Key REGION_NAME = Keys.known("region_name");

    private record Area(int continent, int country, int regions, byte[] json) {}

    private final Area[] slots = new Area[SLOTS];

    /** Those whose places are not told apart. */
    private final byte[][] texts = new byte[SLOTS][];

    /** The same JSON, as the one that was given before if that is remembered. */
    byte[] shared(byte[] json) {
        int slot = Arrays.hashCode(json) * 0x9E3779B9 >>> 19;
        byte[] before = texts[slot];
        if (before != null && Arrays.equals(before, json)) {
            return before;
        }
        texts[slot] = json;
        return json;
    }

    /** The JSON, without the brace that ends it. The places may be nowhere. */
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
        json.write('{');
        int[] named = record.findAll(continent, NAMED);
        put(json, CONTINENT_CODE, record, named[CODE]);
        put(json, CONTINENT_NAME, record, record.find(named[NAMES], EN));
        named = record.findAll(country, NAMED);
        final int countryCode = named[ISO_CODE];
        put(json, COUNTRY_CODE, record, countryCode);
        put(json, COUNTRY_NAME, record, record.find(named[NAMES], EN));
        named = record.findAll(region, NAMED);
        putRegionCode(json, record, countryCode, named[ISO_CODE]);
        put(json, REGION_NAME, record, record.find(named[NAMES], EN));
        return json.toByteArray();
    }

    /** ISO 3166-2 has the country before the region. */
    private static void putRegionCode(JsonOutput json, MmdbCursor record, int country, int region) {
        String code = record.text(country);
        String regionCode = code == null || code.isEmpty() ? null : record.text(region);
        if (regionCode != null && !regionCode.isEmpty()) {
            json.name(REGION_CODE, isFirst(json) ? 0 : 1);
            json.quoted(code + "-" + regionCode);
        }
    }

    private static void put(JsonOutput json, Key name, MmdbCursor record, int place) {
        put(json, name, isFirst(json), record, place);
    }

    private static boolean isFirst(JsonOutput json) {
        return json.length() == 1;
    }

    /** Puts a member, where there is a text at the place; the first of an object has no comma before it. */
    static void put(JsonOutput json, Key name, boolean first, MmdbCursor record, int place) {
        if (record.isText(place)) {
            byte[] text = record.text();
            if (text.length > 0) { // an empty one means that it is not known
                json.name(name, first ? 0 : 1);
                json.quoted(text, 0, text.length);
            }
        }
    }
}
