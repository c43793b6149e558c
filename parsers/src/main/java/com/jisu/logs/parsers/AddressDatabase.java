package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.GeoIpDatabase;
import com.jisu.logs.parsers.geoip.GeoIpFile;
import com.jisu.logs.parsers.geoip.GeoPlace;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One GeoIP database, for who wants to know what is in it; parsers have theirs in {@link ReferenceData}. Immutable. */
public final class AddressDatabase {

    private static final int MOST_LEVELS = 4;

    private final GeoIpFile file;
    private final GeoIpDatabase description;

    private AddressDatabase(GeoIpFile file) {
        this.file = file;
        this.description = file.description();
    }

    /** @throws IOException if it cannot be read or is no such database; the message names it, and says what would do */
    public static AddressDatabase open(Path file) throws IOException {
        return new AddressDatabase(GeoIpFile.open(file));
    }

    /** Those that come with the program. */
    public static List<AddressDatabase> embedded() throws IOException {
        return GeoIpFile.embedded().stream().map(AddressDatabase::new).toList();
    }

    /** The 4 or 16 bytes of an address; empty if the text is none. DNS is not asked. */
    public static Optional<byte[]> address(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Optional.ofNullable(IpAddress.parse(utf8, 0, utf8.length));
    }

    public GeoIpDatabase description() {
        return description;
    }

    /** The fields that a document with this client gets, with their values as text; none where nothing is known. */
    public Map<String, String> fields(byte[] address) {
        GeoPlace place = file.find(address);
        Map<String, String> fields = new LinkedHashMap<>();
        if (place.city() != null) {
            put(fields, "source.geo", place.city().ecs());
        }
        if (place.autonomousSystem() != null) {
            put(fields, "source.as", place.autonomousSystem().ecs());
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, Leaf object) {
        try {
            JsonScanner scanner = new JsonScanner(new KeyTable(Keys.all()), MOST_LEVELS, JsonScanner.JACKSONS_NESTING);
            put(fields, name, scanner.object(object.bytes(), object.from(), object.to()));
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a place that cannot be read: " + object.text(), e);
        }
    }

    private static void put(Map<String, String> fields, String name, JsonObject object) {
        for (int i = 0; i < object.size(); i++) {
            String inner = name + "." + object.key(i).name();
            JsonValue value = object.value(i);
            if (value instanceof JsonObject below) {
                put(fields, inner, below);
            } else {
                fields.put(inner, ((Leaf) value).text());
            }
        }
    }

    /** Why there is nothing for an address. */
    public String whyNothing(byte[] address) {
        if (!IpAddress.isPublic(address)) {
            return "it is a private address, or one of a link, a host or a group";
        }
        boolean ipv4 = IpAddress.isIpv4(address);
        if (!description.ipVersions().contains(ipv4 ? 4 : 6)) {
            return "the file is of " + (ipv4 ? "IPv6" : "IPv4") + " only";
        }
        return "it is not in the database";
    }
}
