package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says of a document whether Elasticsearch would take it, from the index's mappings and Elasticsearch's rules, and by
 * other code than the parsers'. Dates other than {@code @timestamp} are left to Elasticsearch itself.
 */
final class IndexMapping {

    private static final JsonNode PROPERTIES = Fixtures.json(
                    new String(Fixtures.bytes(Fixtures.MAPPINGS), StandardCharsets.UTF_8))
            .at("/template/mappings/properties");

    private static final Instant FIRST_NANOS = Instant.EPOCH;
    private static final Instant LAST_NANOS = Instant.parse("2262-01-01T00:00:00Z");
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** What the document itself makes of names that are not mapped: objects or not. */
    private final Map<String, Boolean> objects = new HashMap<>();

    private final JsonNode document;

    private IndexMapping(JsonNode document) {
        this.document = document;
    }

    static void assertTakes(JsonNode document) {
        new IndexMapping(document).checkObject("", document, null);
    }

    private void checkObject(String path, JsonNode object, JsonNode mapping) {
        object.properties().forEach(member -> checkMember(path, member.getKey(), member.getValue(), mapping));
    }

    /** A dot in a name parts an object from its member. */
    private void checkMember(String path, String name, JsonNode value, JsonNode mapping) {
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        require(!first.isBlank(), path + name, "has an empty part");
        String here = path + first;
        JsonNode child = mapping == null && !path.isEmpty()
                ? null
                : (path.isEmpty() ? PROPERTIES : mapping.path("properties")).get(first);
        if (dot < 0) {
            check(here, value, child);
        } else {
            isObject(here, true, child);
            checkMember(here + ".", name.substring(dot + 1), value, child);
        }
    }

    private void check(String path, JsonNode value, JsonNode mapping) {
        String type = mapping == null ? "" : mapping.path("type").asText("object");
        if (type.equals("alias")) {
            fail(path, "is an alias");
        } else if (value.isArray() && !type.equals("geo_point")) {
            value.forEach(element -> check(path, element, mapping));
        } else if (type.equals("flattened")) {
            require(value.isObject() || value.isNull(), path, "is flattened and no object");
        } else if (value.isObject() && !type.equals("geo_point")) {
            isObject(path, true, mapping);
            checkObject(path + ".", value, mapping);
        } else if (!value.isNull()) {
            isObject(path, false, mapping);
            checkScalar(path, value, type);
        }
    }

    private void isObject(String path, boolean object, JsonNode mapping) {
        if (mapping != null) {
            boolean mapped = mapping.has("properties")
                    || mapping.path("type").asText("object").equals("object");
            require(mapped == object, path, object ? "is mapped as a scalar" : "is mapped as an object");
        } else {
            Boolean before = objects.putIfAbsent(path, object);
            require(before == null || before == object, path, "is an object here and a scalar there");
        }
    }

    private void checkScalar(String path, JsonNode value, String type) {
        boolean none = value.asText().isEmpty() && (type.equals("long") || type.equals("double"));
        switch (none ? "" : type) {
            case "long" -> {
                BigDecimal number = number(path, value);
                require(number.compareTo(MAX_LONG) <= 0 && number.compareTo(MIN_LONG) >= 0, path, "is no long");
            }
            case "double" -> require(Double.isFinite(number(path, value).doubleValue()), path, "is not finite");
            case "boolean" -> require(value.asText().matches("true|false|"), path, "is no boolean");
            case "date_nanos" -> checkTime(path, value);
            case "ip" -> checkAddress(path, value);
            case "geo_point" -> checkPoint(path, value);
            default -> {
                // keywords and texts take every scalar
            }
        }
    }

    private BigDecimal number(String path, JsonNode value) {
        try {
            return new BigDecimal(value.asText());
        } catch (NumberFormatException e) {
            throw fail(path, "is no number");
        }
    }

    private void checkTime(String path, JsonNode value) {
        try {
            Instant time = Instant.parse(value.asText());
            require(!time.isBefore(FIRST_NANOS) && time.isBefore(LAST_NANOS), path, "is out of range");
        } catch (DateTimeException e) {
            fail(path, "is no time");
        }
    }

    private void checkAddress(String path, JsonNode value) {
        String address = value.asText().replaceFirst("(:[0-9a-fA-F:]*)%.+", "$1");
        require(ADDRESS.matcher(address).matches(), path, "is no address");
        try {
            InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            fail(path, "is no address");
        }
    }

    private void checkPoint(String path, JsonNode value) {
        if (value.isObject()) {
            require(Math.abs(number(path, value.path("lat")).doubleValue()) <= 90, path, "has no latitude");
            require(Math.abs(number(path, value.path("lon")).doubleValue()) <= 180, path, "has no longitude");
        }
    }

    private void require(boolean holds, String path, String otherwise) {
        if (!holds) {
            fail(path, otherwise);
        }
    }

    private AssertionError fail(String path, String what) {
        assertThat(document)
                .as("Elasticsearch refuses this: '%s' %s", path, what)
                .isNull();
        return new AssertionError();
    }
}
