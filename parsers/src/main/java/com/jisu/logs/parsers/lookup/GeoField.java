package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.geoip.GeoPlace;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What geoip tells of an address, by Logstash's names of it. */
enum GeoField {
    CITY_NAME("geo.city_name", "city_name", true),
    COUNTRY_NAME("geo.country_name", "country_name", true),
    CONTINENT_CODE("geo.continent_code", "continent_code", true),
    CONTINENT_NAME("geo.continent_name", "continent_name", false),
    COUNTRY_CODE2("geo.country_iso_code", "country_code2", true),
    /** Of two letters, too; ECS has no name for it. */
    COUNTRY_CODE3("", "country_code3", true),
    IP("ip", "ip", true),
    POSTAL_CODE("geo.postal_code", "postal_code", true),
    DMA_CODE("mmdb.dma_code", "dma_code", true),
    REGION_NAME("geo.region_name", "region_name", true),
    REGION_CODE("geo.region_code", "region_code", false),
    REGION_ISO_CODE("geo.region_iso_code", "region_iso_code", true),
    TIMEZONE("geo.timezone", "timezone", true),
    LOCATION("geo.location", "location", true),
    LATITUDE("geo.location.lat", "latitude", true),
    LONGITUDE("geo.location.lon", "longitude", true),
    AUTONOMOUS_SYSTEM_NUMBER("as.number", "asn", false),
    AUTONOMOUS_SYSTEM_ORGANIZATION("as.organization.name", "as_org", false);

    private static final Key LAT = Keys.known("lat");
    private static final Key LON = Keys.known("lon");

    private final String ecs;
    private final String legacy;
    private final boolean byDefault;

    /** What a city's members call it; null where they have no such name. */
    private final Key member;

    GeoField(String ecs, String legacy, boolean byDefault) {
        this.ecs = ecs;
        this.legacy = legacy;
        this.byDefault = byDefault;
        this.member = ecs.startsWith("geo.") && ecs.lastIndexOf('.') == 3 ? Keys.known(ecs.substring(4)) : null;
    }

    /** @throws IllegalArgumentException if there is none of this name; the message says which there are */
    static GeoField named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (GeoField each : values()) {
            if (each.name().equals(upper) || each.legacy.equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("must be of "
                + String.join(
                        ", ",
                        List.of(values()).stream().map(each -> each.legacy).toList())
                + ", not '" + name + "'");
    }

    /** Whether Logstash tells it where nobody asks for certain fields. */
    boolean isDefault(boolean legacyNames, Set<GeoDatabase> databases) {
        if (this == IP) {
            return true;
        }
        if (isOfAsn()) {
            return databases.contains(GeoDatabase.ASN);
        }
        boolean here = this == REGION_CODE ? legacyNames : this == REGION_ISO_CODE ? !legacyNames : byDefault;
        return here && databases.contains(GeoDatabase.CITY);
    }

    boolean isOfAsn() {
        return this == AUTONOMOUS_SYSTEM_NUMBER || this == AUTONOMOUS_SYSTEM_ORGANIZATION;
    }

    /** Names on the way to it from the target; none if it is not told. */
    String[] names(boolean legacyNames) {
        String path = legacyNames ? legacy : ecs;
        return path.isEmpty() ? new String[0] : path.split("\\.");
    }

    /** What a place has of it; null if nothing. Of the address itself nothing is known here. */
    JsonValue of(GeoPlace place, JsonObject city) {
        return switch (this) {
            case IP -> null;
            case COUNTRY_CODE2, COUNTRY_CODE3 -> member(city, COUNTRY_CODE2.member);
            case DMA_CODE ->
                place.city() == null || place.city().metroCode() < 0
                        ? null
                        : Leaf.number(place.city().metroCode());
            case REGION_CODE -> regionCode(city);
            case LATITUDE -> inLocation(city, LAT);
            case LONGITUDE -> inLocation(city, LON);
            case AUTONOMOUS_SYSTEM_NUMBER ->
                place.autonomousSystem() == null
                        ? null
                        : Leaf.number(place.autonomousSystem().number());
            case AUTONOMOUS_SYSTEM_ORGANIZATION ->
                place.autonomousSystem() == null
                        ? null
                        : place.autonomousSystem().organization();
            default -> member(city, member);
        };
    }

    private static JsonValue member(JsonObject city, Key name) {
        return city == null ? null : city.get(name);
    }

    private static JsonValue inLocation(JsonObject city, Key name) {
        return member(city, LOCATION.member) instanceof JsonObject location ? location.get(name) : null;
    }

    private static JsonValue regionCode(JsonObject city) {
        if (!(member(city, REGION_ISO_CODE.member) instanceof Leaf code)) {
            return null;
        }
        String text = code.text();
        return Leaf.text(text.substring(text.indexOf('-') + 1));
    }
}
