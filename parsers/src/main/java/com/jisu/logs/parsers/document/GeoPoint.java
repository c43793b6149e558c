package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forms of a point that Elasticsearch takes in a geo_point field: an object with {@code lat} and {@code lon}, or of
 * GeoJSON; a text, which is {@code "lat,lon"}, WKT or a geohash; an array {@code [lon, lat]}; and arrays of all of these.
 */
final class GeoPoint {

    private static final Key LAT = Keys.known("lat");
    private static final Key LON = Keys.known("lon");
    private static final Key ALTITUDE = Keys.known("z");
    private static final Key TYPE = Keys.known("type");
    private static final Key COORDINATES = Keys.known("coordinates");
    private static final List<Key> NAMES = List.of(LAT, LON, ALTITUDE, TYPE, COORDINATES);

    private static final int MAX_TEXT = 1000;

    /** Letters of a geohash that count. */
    private static final int GEOHASH = 12;

    private static final String BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final String NUMBER = "[-+.0-9a-zA-Z]+";

    /** Elasticsearch reads up to the bracket, and cares for nothing behind. */
    private static final Pattern WKT = Pattern.compile("(?is)\\s*POINT\\s*\\(\\s*(" + NUMBER + ")\\s+(" + NUMBER
            + ")(?:\\s+(" + NUMBER + "))?\\s*\\).*|\\s*POINT\\s+EMPTY\\b.*");

    private GeoPoint() {}

    static boolean isObject(JsonObject object) {
        for (int i = 0; i < object.size(); i++) {
            if (!NAMES.contains(object.key(i))) {
                return false;
            }
        }
        JsonValue lat = object.get(LAT);
        JsonValue lon = object.get(LON);
        JsonValue altitude = object.get(ALTITUDE);
        JsonValue type = object.get(TYPE);
        boolean named = type instanceof Leaf leaf && leaf.isString();
        if (altitude != null && Double.isNaN(number(altitude)) || type != null && !named) {
            return false;
        }
        JsonValue coordinates = object.get(COORDINATES);
        if (coordinates == null) {
            return isPlace(number(lat), number(lon));
        }
        // One of them alone makes no difference.
        boolean alone = lat == null || lon == null;
        boolean numbers = (lat == null || !Double.isNaN(number(lat))) && (lon == null || !Double.isNaN(number(lon)));
        return alone
                && numbers
                && named
                && ((Leaf) type).text().equalsIgnoreCase("Point")
                && isArray(coordinates)
                && isPlace(JsonArray.elements(coordinates));
    }

    private static boolean isArray(JsonValue value) {
        return JsonArray.isOne(value);
    }

    /** Longitude, latitude and perhaps a height. */
    private static boolean isPlace(List<JsonValue> coordinates) {
        int size = coordinates.size();
        return (size == 2 || size == 3 && !Double.isNaN(number(coordinates.get(2))))
                && isPlace(number(coordinates.get(1)), number(coordinates.get(0)));
    }

    /** An array of longitude and latitude, which begins with a number, or one of points. */
    static boolean areElements(List<JsonValue> elements) {
        if (!elements.isEmpty() && isNumber(elements.get(0))) {
            int size = elements.size();
            while (size > 3 && !JsonValue.isPresent(elements.get(size - 1))) {
                size--;
            }
            return size <= 3 && isPlace(elements.subList(0, size)) && (size == 2 || isNumber(elements.get(2)));
        }
        return elements.stream().allMatch(GeoPoint::isElement);
    }

    private static boolean isElement(JsonValue value) {
        if (value instanceof JsonObject object) {
            return isObject(object);
        }
        if (isArray(value)) {
            List<JsonValue> inner = JsonArray.elements(value);
            return inner.stream().allMatch(GeoPoint::isNumber) && isPlace(inner);
        }
        return !JsonValue.isPresent(value) || value instanceof Leaf leaf && leaf.isString() && isText(leaf.text());
    }

    static boolean isText(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return false;
        }
        if (text.toUpperCase(Locale.ROOT).contains("POINT")) {
            return isWellKnownText(text);
        }
        if (text.indexOf(',') < 0) {
            return isGeohash(text);
        }
        String[] parts = text.split(",");
        boolean height = parts.length == 3 && !Double.isNaN(ScalarFit.number(parts[2]));
        return (parts.length == 2 || height) && isPlace(ScalarFit.number(parts[0]), ScalarFit.number(parts[1]));
    }

    private static boolean isWellKnownText(String text) {
        Matcher wkt = WKT.matcher(text);
        if (!wkt.matches()) {
            return false;
        }
        boolean empty = wkt.group(1) == null;
        boolean height = wkt.group(3) == null || !Double.isNaN(ScalarFit.number(wkt.group(3)));
        return empty || height && isPlace(ScalarFit.number(wkt.group(2)), ScalarFit.number(wkt.group(1)));
    }

    private static boolean isGeohash(String text) {
        for (int i = 0; i < text.length() && i < GEOHASH; i++) {
            if (BASE32.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** None that is not a number. */
    private static boolean isPlace(double lat, double lon) {
        return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    }

    private static boolean isNumber(JsonValue value) {
        return value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.NUMBER;
    }

    private static double number(JsonValue value) {
        boolean mayBe = value instanceof Leaf leaf
                && (leaf.isString() || leaf.kind() == Leaf.Kind.NUMBER)
                && leaf.length() <= 6 * MAX_TEXT;
        return mayBe ? ScalarFit.number(((Leaf) value).text()) : Double.NaN;
    }
}
