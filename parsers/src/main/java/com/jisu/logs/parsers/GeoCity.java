package com.jisu.logs.parsers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The place of an address. Immutable; its JSON is made once. */
public final class GeoCity {

    private static final Key IP = new Key("ip");

    /**
     * What a database knows of a place; what it does not know is null.
     *
     * @param continentCode two letters
     * @param countryCode two letters, ISO 3166-1
     * @param regionCode the part of ISO 3166-2 after the country and the dash
     * @param latitude degrees north
     * @param longitude degrees east
     * @param metroCode of the United States' media markets
     */
    public record Facts(
            String continentCode,
            String continentName,
            String countryCode,
            String countryName,
            String regionCode,
            String regionName,
            String cityName,
            String postalCode,
            String timezone,
            Double latitude,
            Double longitude,
            Integer metroCode) {}

    private final Leaf ecs;
    private final Map<Key, JsonValue> logstash;

    public GeoCity(Facts facts) {
        JsonObject object = new JsonObject(12);
        put(object, "continent_code", facts.continentCode());
        put(object, "continent_name", facts.continentName());
        put(object, "country_iso_code", facts.countryCode());
        put(object, "country_name", facts.countryName());
        if (facts.countryCode() != null && facts.regionCode() != null) {
            put(object, "region_iso_code", facts.countryCode() + "-" + facts.regionCode());
        }
        put(object, "region_name", facts.regionName());
        put(object, "city_name", facts.cityName());
        put(object, "postal_code", facts.postalCode());
        put(object, "timezone", facts.timezone());
        putLocation(object, facts);
        ecs = rendered(object);
        logstash = logstash(facts);
    }

    private static Map<Key, JsonValue> logstash(Facts facts) {
        JsonObject object = new JsonObject(14);
        put(object, "continent_code", facts.continentCode());
        put(object, "country_code2", facts.countryCode());
        put(object, "country_code3", facts.countryCode()); // of two letters too: so says Logstash
        put(object, "country_name", facts.countryName());
        put(object, "region_code", facts.regionCode());
        put(object, "region_name", facts.regionName());
        put(object, "city_name", facts.cityName());
        put(object, "postal_code", facts.postalCode());
        put(object, "timezone", facts.timezone());
        if (facts.metroCode() != null) {
            object.put(new Key("dma_code"), Leaf.number(facts.metroCode()));
        }
        if (putLocation(object, facts)) {
            object.put(new Key("latitude"), number(facts.latitude()));
            object.put(new Key("longitude"), number(facts.longitude()));
        }
        Map<Key, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < object.size(); i++) {
            members.put(object.key(i), object.value(i));
        }
        return members;
    }

    private static boolean putLocation(JsonObject object, Facts facts) {
        if (facts.latitude() == null || facts.longitude() == null) {
            return false;
        }
        JsonObject location = new JsonObject(2);
        location.put(new Key("lat"), number(facts.latitude()));
        location.put(new Key("lon"), number(facts.longitude()));
        object.put(new Key("location"), rendered(location));
        return true;
    }

    private static void put(JsonObject object, String name, String value) {
        if (value != null) {
            object.put(new Key(name), Leaf.text(value));
        }
    }

    private static Leaf number(double number) {
        return Leaf.raw(Leaf.Kind.NUMBER, Double.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    static Leaf rendered(JsonObject object) {
        JsonOutput json = new JsonOutput(256);
        json.object(object);
        return Leaf.raw(Leaf.Kind.OBJECT, json.toByteArray());
    }

    /** The object that becomes {@code source.geo}. */
    Leaf ecs() {
        return ecs;
    }

    /** Sets the members of Logstash's {@code geoip}. */
    void putLogstash(JsonObject geoip, byte[] address) {
        try {
            geoip.put(IP, Leaf.text(InetAddress.getByAddress(address).getHostAddress()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + address.length + " bytes", e);
        }
        logstash.forEach(geoip::put);
    }
}
