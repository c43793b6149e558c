package com.jisu.logs.parsers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** The place of an address, as the JSON that it becomes. Immutable. */
public final class GeoCity {

    private static final byte[] EN = MmdbCursor.name("en");
    private static final byte[] NAMES = MmdbCursor.name("names");
    private static final byte[] CODE = MmdbCursor.name("code");
    private static final byte[] ISO_CODE = MmdbCursor.name("iso_code");
    private static final byte[] CONTINENT = MmdbCursor.name("continent");
    private static final byte[] COUNTRY = MmdbCursor.name("country");
    private static final byte[] SUBDIVISIONS = MmdbCursor.name("subdivisions");
    private static final byte[] CITY = MmdbCursor.name("city");
    private static final byte[] POSTAL = MmdbCursor.name("postal");
    private static final byte[] LOCATION = MmdbCursor.name("location");
    private static final byte[] TIME_ZONE = MmdbCursor.name("time_zone");
    private static final byte[] LATITUDE = MmdbCursor.name("latitude");
    private static final byte[] LONGITUDE = MmdbCursor.name("longitude");
    private static final byte[] METRO_CODE = MmdbCursor.name("metro_code");

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

    private final Leaf ecs;
    private final int metroCode;

    private GeoCity(Leaf ecs, int metroCode) {
        this.ecs = ecs;
        this.metroCode = metroCode;
    }

    /** The city record at a place; null if there is nothing of use in it. */
    static GeoCity read(MmdbCursor record, int place) {
        JsonOutput json = new JsonOutput(400);
        int continent = record.find(place, CONTINENT);
        int country = record.find(place, COUNTRY);
        int region = record.last(record.find(place, SUBDIVISIONS)); // the most specific one
        int location = record.find(place, LOCATION);
        put(json, "continent_code", record, record.find(continent, CODE));
        put(json, "continent_name", record, name(record, continent));
        put(json, "country_iso_code", record, record.find(country, ISO_CODE));
        put(json, "country_name", record, name(record, country));
        putRegionCode(json, record, record.find(country, ISO_CODE), record.find(region, ISO_CODE));
        put(json, "region_name", record, name(record, region));
        put(json, "city_name", record, name(record, record.find(place, CITY)));
        put(json, "postal_code", record, record.find(record.find(place, POSTAL), CODE));
        put(json, "timezone", record, record.find(location, TIME_ZONE));
        double latitude = record.number(record.find(location, LATITUDE));
        double longitude = record.number(record.find(location, LONGITUDE));
        if (Double.isFinite(latitude) && Double.isFinite(longitude)) {
            begin(json, "location");
            String point = "{\"lat\":" + latitude + ",\"lon\":" + longitude + "}";
            json.write(point.getBytes(StandardCharsets.US_ASCII));
        }
        if (json.length() == 0) {
            return null;
        }
        json.write('}');
        int metroCode = (int) record.whole(record.find(location, METRO_CODE));
        return new GeoCity(Leaf.raw(Leaf.Kind.OBJECT, json.toByteArray()), metroCode);
    }

    private static int name(MmdbCursor record, int of) {
        return record.find(record.find(of, NAMES), EN);
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

    /** ISO 3166-2 has the country before the region. */
    private static void putRegionCode(JsonOutput json, MmdbCursor record, int country, int region) {
        if (!record.isText(country)) {
            return;
        }
        String code = new String(
                record.file(), record.textFrom(), record.textTo() - record.textFrom(), StandardCharsets.UTF_8);
        if (record.isText(region)) {
            begin(json, "region_iso_code");
            json.quoted(code + "-"
                    + new String(
                            record.file(),
                            record.textFrom(),
                            record.textTo() - record.textFrom(),
                            StandardCharsets.UTF_8));
        }
    }

    /** The object that becomes {@code source.geo}. */
    Leaf ecs() {
        return ecs;
    }

    /** Sets the members of Logstash's {@code geoip}. */
    void putLogstash(JsonObject geoip, byte[] address) {
        JsonObject object;
        try {
            geoip.put(
                    Keys.known("ip"),
                    Leaf.text(InetAddress.getByAddress(address).getHostAddress()));
            object = new JsonScanner(new KeyTable(Keys.all()), 2).object(ecs.bytes(), ecs.from(), ecs.to());
        } catch (UnknownHostException | JsonSyntaxException e) {
            throw new IllegalStateException("a place that cannot be read: " + ecs.text(), e);
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
