package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** The place of an address, as the JSON that it becomes. Immutable. */
public final class GeoCity extends GeoRecord {

    private static final byte[][] PARTS =
            MmdbCursor.names("continent", "country", "subdivisions", "city", "postal", "location");
    private static final int CONTINENT = 0;
    private static final int COUNTRY = 1;
    private static final int REGIONS = 2;
    private static final int CITY = 3;
    private static final int POSTAL = 4;
    private static final int LOCATION = 5;

    private static final byte[][] LOCATION_PARTS = MmdbCursor.names("time_zone", "latitude", "longitude", "metro_code");
    private static final int TIME_ZONE = 0;
    private static final int LATITUDE = 1;
    private static final int LONGITUDE = 2;
    private static final int METRO_CODE = 3;

    private static final byte[] NAMES = MmdbCursor.name("names");
    private static final byte[] EN = MmdbCursor.name("en");
    private static final byte[] CODE = MmdbCursor.name("code");

    private static final Key CITY_NAME = Keys.known("city_name");
    private static final Key POSTAL_CODE = Keys.known("postal_code");
    private static final Key TIMEZONE = Keys.known("timezone");
    static final Key POINT = Keys.known("location");

    /** The names that Logstash has for those of ECS, two for one where it says the same twice. */
    private static final String[][] LOGSTASH_NAMES = {
        {"continent_code", "continent_code"},
        {"country_iso_code", "country_code2"},
        {"country_iso_code", "country_code3"}, // of two letters, too
        {"country_name", "country_name"},
        {"region_name", "region_name"},
        {"city_name", "city_name"},
        {"postal_code", "postal_code"},
        {"timezone", "timezone"},
        {"location", "location"}
    };

    /** The begin of the object that becomes {@code source.geo}, which is that of other cities, too. */
    private final byte[] area;

    private final byte[] rest;
    private final int metroCode;
    private final boolean precise;

    GeoCity(int place, byte[] area, byte[] rest, int metroCode, boolean precise) {
        super(place);
        this.area = area;
        this.rest = rest;
        this.metroCode = metroCode;
        this.precise = precise;
    }

    /**
     * The city record at a place.
     *
     * @param pointless whether the file has no points, as those of countries have none
     */
    public static GeoRecord read(MmdbCursor record, int place, GeoAreas areas, boolean pointless) {
        int[] parts = record.findAll(place, PARTS);
        final byte[] area = areas.json(record, parts[CONTINENT], parts[COUNTRY], parts[REGIONS]);
        int[] location = record.findAll(parts[LOCATION], LOCATION_PARTS);
        JsonOutput json = new JsonOutput(160);
        final boolean areaIsEmpty = area.length == 1;
        int cityName = record.find(record.find(parts[CITY], NAMES), EN);
        GeoAreas.put(json, CITY_NAME, areaIsEmpty, record, cityName);
        int postalCode = record.find(parts[POSTAL], CODE);
        GeoAreas.put(json, POSTAL_CODE, areaIsEmpty && json.length() == 0, record, postalCode);
        GeoAreas.put(json, TIMEZONE, areaIsEmpty && json.length() == 0, record, location[TIME_ZONE]);
        double latitude = record.number(location[LATITUDE]);
        double longitude = record.number(location[LONGITUDE]);
        final boolean located = isOnEarth(latitude, longitude);
        if (located) {
            json.name(POINT, areaIsEmpty && json.length() == 0 ? 0 : 1);
            writePoint(json, latitude, longitude);
        }
        if (areaIsEmpty && json.length() == 0) {
            return new GeoRecord(place);
        }
        json.write('}');
        int metroCode = (int) record.whole(location[METRO_CODE]);
        return new GeoCity(place, area, json.toByteArray(), metroCode, located || pointless);
    }

    /** Whether these degrees are a point that the index takes; not so if one is missing, which is not a number. */
    static boolean isOnEarth(double latitude, double longitude) {
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    }

    static void writePoint(JsonOutput json, double latitude, double longitude) {
        String point = "{\"lat\":" + latitude + ",\"lon\":" + longitude + "}";
        json.write(point.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes the object that becomes {@code source.geo}. */
    public void write(JsonOutput out) {
        out.write(area);
        out.write(rest);
    }

    /** The object that becomes {@code source.geo}. */
    public Leaf ecs() {
        JsonOutput json = new JsonOutput(area.length + rest.length);
        write(json);
        return Leaf.raw(Leaf.Kind.OBJECT, json.toByteArray());
    }

    /** A reader for the members of cities. */
    public static JsonScanner scanner() {
        return new JsonScanner(new KeyTable(Keys.all()), 2, JsonScanner.JACKSONS_NESTING);
    }

    /** The same, taken apart by such a reader. */
    public JsonObject members(JsonScanner scanner) {
        Leaf ecs = ecs();
        try {
            return scanner.object(ecs.bytes(), ecs.from(), ecs.to());
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a place that cannot be read: " + ecs.text(), e);
        }
    }

    /** Whether it has all that its file could have said of where it is: a point, in a file that has points. */
    public boolean isPrecise() {
        return precise;
    }

    /** Number of the market that advertisers count it to; negative if it has none. */
    public int metroCode() {
        return metroCode;
    }

    /** Sets the members of Logstash's {@code geoip}. */
    public void putLogstash(JsonObject geoip, byte[] address) {
        final JsonObject object = members(scanner());
        try {
            geoip.put(
                    Keys.known("ip"),
                    Leaf.text(InetAddress.getByAddress(address).getHostAddress()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
        for (String[] names : LOGSTASH_NAMES) {
            JsonValue value = object.get(Keys.known(names[0]));
            if (value != null) {
                geoip.put(Keys.known(names[1]), value);
            }
        }
        Leaf region = object.leaf(Keys.known("region_iso_code"));
        if (region != null) {
            String code = region.text();
            geoip.put(Keys.known("region_code"), Leaf.text(code.substring(code.indexOf('-') + 1)));
        }
        JsonObject location = object.object(Keys.known("location"));
        if (location != null) {
            geoip.put(Keys.known("latitude"), location.get(Keys.known("lat")));
            geoip.put(Keys.known("longitude"), location.get(Keys.known("lon")));
        }
        if (metroCode >= 0) {
            geoip.put(Keys.known("dma_code"), Leaf.number(metroCode));
        }
    }
}
