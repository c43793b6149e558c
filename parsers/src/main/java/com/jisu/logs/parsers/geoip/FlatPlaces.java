package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import java.util.Arrays;

/** Makes places of records that are one map of texts and numbers. Thread-safe. */
final class FlatPlaces implements GeoReader {

    private static final GeoTable TABLE = new GeoTable(GeoValue.OF_PLACES);

    private final GeoAreas areas;
    private final boolean pointless;

    /** @param pointless whether the file has no points */
    FlatPlaces(GeoAreas areas, boolean pointless) {
        this.areas = areas;
        this.pointless = pointless;
    }

    @Override
    public GeoRecord read(MmdbCursor record, int place) {
        GeoTable.Row row = TABLE.row(record, place);
        JsonOutput json = new JsonOutput(200);
        json.write('{');
        put(json, "continent_code", row.text(GeoValue.CONTINENT_CODE));
        put(json, "continent_name", row.text(GeoValue.CONTINENT_NAME));
        String country = row.text(GeoValue.COUNTRY_CODE);
        put(json, "country_iso_code", country);
        put(json, "country_name", row.text(GeoValue.COUNTRY_NAME));
        put(json, "region_iso_code", regionCode(country, row.text(GeoValue.REGION_CODE)));
        put(json, "region_name", row.text(GeoValue.REGION_NAME));
        byte[] area = areas.shared(json.toByteArray());
        json.reset();
        json.write(area);
        put(json, "city_name", row.text(GeoValue.CITY_NAME));
        put(json, "postal_code", row.text(GeoValue.POSTAL_CODE));
        put(json, "timezone", row.text(GeoValue.TIMEZONE));
        double[] point = row.point();
        if (point != null) {
            json.name(GeoCity.POINT, json.length() == 1 ? 0 : 1);
            GeoCity.writePoint(json, point[0], point[1]);
        }
        if (json.length() == 1) {
            return new GeoRecord(place);
        }
        json.write('}');
        byte[] all = json.toByteArray();
        byte[] rest = Arrays.copyOfRange(all, area.length, all.length);
        return new GeoCity(place, area, rest, -1, point != null || pointless);
    }

    /** ISO 3166-2 has the country before the region; some files have it so, too. */
    private static String regionCode(String country, String region) {
        if (country == null || region == null) {
            return null;
        }
        return region.startsWith(country + "-") ? region : country + "-" + region;
    }

    private static void put(JsonOutput json, String name, String value) {
        if (value != null) {
            Key key = Keys.known(name);
            json.name(key, json.length() == 1 ? 0 : 1);
            json.quoted(value);
        }
    }
}
