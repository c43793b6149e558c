package com.jisu.logs.parsers.tree;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of the tree as Java has them, and back: text is a {@code String}, a number {@code Long}, {@code BigInteger} or {@code Double},
 * an array a {@code List}, an object a {@code Map} with its order, and JSON's null is null.
 */
public final class Values {

    private static final Leaf TRUE = Leaf.raw(Leaf.Kind.BOOLEAN, "true".getBytes(StandardCharsets.US_ASCII));
    private static final Leaf FALSE = Leaf.raw(Leaf.Kind.BOOLEAN, "false".getBytes(StandardCharsets.US_ASCII));
    private static final Leaf NULL = Leaf.raw(Leaf.Kind.NULL, "null".getBytes(StandardCharsets.US_ASCII));

    /** Levels of objects that are taken apart; what is deeper is text. */
    private static final int DEPTH = 100;

    private static final int MOST_DIGITS_OF_A_LONG = 18;

    /** Digits of a number that is worked with: to read one takes the square of them. */
    private static final int LONGEST_NUMBER = 1000;

    private Values() {}

    /** A value as Java has it. What is nested too deeply to be taken apart, and a number that is too long, is its JSON as text. */
    public static Object java(JsonValue value) {
        return java(value, 0);
    }

    private static Object java(JsonValue value, int depth) {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject object) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < object.size(); i++) {
                map.put(object.key(i).name(), java(object.value(i), depth + 1));
            }
            return map;
        }
        if (value instanceof JsonArray array) {
            return list(array.elements(), depth + 1);
        }
        Leaf leaf = (Leaf) value;
        return switch (leaf.kind()) {
            case STRING, TEXT -> leaf.text();
            case NUMBER -> leaf.isLongerThan(LONGEST_NUMBER) ? leaf.text() : number(leaf.text());
            case BOOLEAN -> leaf.bytes()[leaf.from()] == 't';
            case NULL -> null;
            case ARRAY -> depth < DEPTH ? list(JsonArray.elements(leaf), depth + 1) : leaf.text();
            case OBJECT -> depth < DEPTH ? java(takenApart(leaf), depth) : leaf.text();
        };
    }

    private static List<Object> list(List<JsonValue> elements, int depth) {
        List<Object> list = new ArrayList<>(elements.size());
        for (JsonValue element : elements) {
            list.add(java(element, depth));
        }
        return list;
    }

    /** An object that was kept as it is written, taken apart; anything else as it is. */
    public static JsonValue opened(JsonValue value) {
        return value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.OBJECT ? takenApart(leaf) : value;
    }

    /** An object that was kept as it is written, taken apart. */
    private static JsonValue takenApart(Leaf object) {
        try {
            return new JsonScanner(new KeyTable(Keys.all()), DEPTH, JsonScanner.ANY_NESTING)
                    .object(object.bytes(), object.from(), object.to());
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an object that was valid JSON no longer is", e);
        }
    }

    /**
     * The object that is all of these bytes.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static JsonObject object(byte[] json) {
        try {
            return new JsonScanner(new KeyTable(Keys.all()), DEPTH, JsonScanner.ANY_NESTING)
                    .object(json, 0, json.length);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Number number(String json) {
        boolean whole = json.indexOf('.') < 0 && json.indexOf('e') < 0 && json.indexOf('E') < 0;
        if (!whole) {
            return Double.valueOf(json);
        }
        return json.length() <= MOST_DIGITS_OF_A_LONG ? (Number) Long.valueOf(json) : big(json);
    }

    private static Number big(String json) {
        BigInteger number = new BigInteger(json);
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    /**
     * A value for the tree.
     *
     * @throws IllegalArgumentException if it is of another class than those above
     */
    public static JsonValue json(Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String text) {
            return Leaf.text(text);
        }
        if (value instanceof Long || value instanceof Integer) {
            return Leaf.number(((Number) value).longValue());
        }
        if (value instanceof Boolean yes) {
            return yes ? TRUE : FALSE;
        }
        if (value instanceof Double number) {
            boolean finite = !number.isNaN() && !number.isInfinite();
            return finite ? raw(number.toString()) : Leaf.text(number.toString());
        }
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            return raw(value.toString());
        }
        if (value instanceof List<?> list) {
            return new JsonArray(new ArrayList<>(list.stream().map(Values::json).toList()));
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject(Math.max(4, map.size()));
            map.forEach((name, inner) -> object.put(Keys.of(name.toString()), json(inner)));
            return object;
        }
        if (value instanceof JsonValue ready) {
            return ready;
        }
        throw new IllegalArgumentException("a field can not have a value of " + value.getClass());
    }

    private static Leaf raw(String number) {
        return Leaf.raw(Leaf.Kind.NUMBER, number.getBytes(StandardCharsets.US_ASCII));
    }

    /** A copy that changes of neither show in the other. */
    public static JsonValue copy(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject(Math.max(4, object.size()));
            for (int i = 0; i < object.size(); i++) {
                copy.put(object.key(i), copy(object.value(i)));
            }
            return copy;
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(
                    new ArrayList<>(array.elements().stream().map(Values::copy).toList()));
        }
        return value;
    }

    /** A value in a text, as Logstash writes it there: objects as JSON, lists by commas, floats as Java writes them. */
    public static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder();
            String comma = "";
            for (Object each : list) {
                text.append(comma).append(inList(each));
                comma = ",";
            }
            return text.toString();
        }
        if (value instanceof Map<?, ?>) {
            return new String(JsonOutput.json(json(value)), StandardCharsets.UTF_8);
        }
        return value.toString();
    }

    private static String inList(Object each) {
        return each instanceof Map<?, ?> map ? map.toString() : text(each);
    }
}
