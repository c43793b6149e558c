package com.jisu.logs.parsers;

import com.jisu.logs.parsers.FieldTypes.Node;
import com.jisu.logs.parsers.FieldTypes.Type;
import java.nio.charset.StandardCharsets;

/** Says whether Elasticsearch, with the index's mappings, stores a value under a name; of a value on its own. */
final class FieldFit {

    /** Levels below a flattened field, fewer than Elasticsearch's default limit of 20. */
    private static final int MAX_FLATTENED_DEPTH = 16;

    private static final Key LAT = new Key("lat");
    private static final Key LON = new Key("lon");

    private final JsonScanner scanner;
    private final int maxDepth;
    private final IsoTime isoTime = new IsoTime();
    private final Moment moment = new Moment();
    private int leaves;

    /** @param maxDepth names on the path to a field, at most */
    FieldFit(JsonScanner scanner, int maxDepth) {
        this.scanner = scanner;
        this.maxDepth = maxDepth;
    }

    /** How many leaves the values had that were looked at since the last call. */
    int takeLeaves() {
        final int taken = leaves;
        leaves = 0;
        return taken;
    }

    /**
     * Whether the value can be stored as it is.
     *
     * @param node what the name is mapped to, or null where it is unknown
     * @param depth names on the path to the value, its own included
     */
    boolean fits(JsonValue value, Node node, int depth) {
        if (depth > maxDepth || isUnwritable(node)) {
            return false;
        }
        if (value instanceof JsonObject object) {
            return fitsObject(object, node, depth);
        }
        leaves++;
        return fitsLeaf((Leaf) value, node, depth);
    }

    static boolean isUnwritable(Node node) {
        return node != null && (node.type() == Type.ALIAS || node.type() == Type.RESERVED);
    }

    /** Whether members can be added to what this name maps: unknown names and objects. */
    static boolean isObject(Node node) {
        return node == null || node.type() == Type.OBJECT;
    }

    private boolean fitsObject(JsonObject object, Node node, int depth) {
        if (node != null && node.type() != Type.OBJECT) {
            leaves++;
            return switch (node.type()) {
                case FLATTENED -> isFlattenable(object, 1);
                case GEO_POINT -> isPoint(object);
                default -> false;
            };
        }
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            if (!key.isPlain() || !fits(object.value(i), node == null ? null : node.child(key), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean fitsLeaf(Leaf leaf, Node node, int depth) {
        switch (leaf.kind()) {
            case NULL:
                return true;
            case OBJECT:
                return false; // one that is too deep to be taken apart
            case ARRAY:
                return fitsArray(leaf, node, depth);
            default:
                return !leaf.has(Leaf.LONG_NUMBER) && (node == null || fitsScalar(leaf, node.type()));
        }
    }

    private boolean fitsArray(Leaf array, Node node, int depth) {
        if (array.has(Leaf.LONG_NUMBER | Leaf.DEEP)) {
            return false;
        }
        if (array.has(Leaf.HOLDS_OBJECTS)) {
            if (node != null && node.type() == Type.FLATTENED) {
                return isFlattenable(array, 1);
            }
            return isObject(node) && !isMixed(array) && fitsElements(array, new JsonObject(), node, depth);
        }
        if (node == null || node.type() == Type.TEXT) {
            return true;
        }
        return !array.has(Leaf.HOLDS_SCALARS) || all(array, element -> fits(element, node, depth));
    }

    private boolean isMixed(Leaf array) {
        return !all(array, element -> element instanceof JsonObject || !((Leaf) element).isScalar());
    }

    /** Elasticsearch maps all elements of an array as one: what is an object in one may be no scalar in another. */
    private boolean fitsElements(Leaf array, JsonObject shape, Node node, int depth) {
        return all(array, element -> {
            if (element instanceof JsonObject object) {
                return addTo(shape, object, node, depth);
            }
            Leaf leaf = (Leaf) element;
            return leaf.kind() == Leaf.Kind.NULL
                    || (leaf.kind() == Leaf.Kind.ARRAY && !isMixed(leaf) && fitsElements(leaf, shape, node, depth));
        });
    }

    private boolean addTo(JsonObject shape, JsonObject element, Node node, int depth) {
        for (int i = 0; i < element.size(); i++) {
            Key key = element.key(i);
            JsonValue value = element.value(i);
            Node child = node == null ? null : node.child(key);
            if (!key.isPlain() || depth >= maxDepth || isUnwritable(child)) {
                return false;
            }
            boolean nested = value instanceof JsonObject && isObject(child);
            boolean elements = value instanceof Leaf leaf
                    && leaf.kind() == Leaf.Kind.ARRAY
                    && leaf.has(Leaf.HOLDS_OBJECTS)
                    && isObject(child);
            if (!nested && !elements) {
                if (JsonValue.isPresent(value)) {
                    if (shape.get(key) instanceof JsonObject || !fits(value, child, depth + 1)) {
                        return false;
                    }
                    shape.put(key, Leaf.EMPTY_STRING);
                }
                continue;
            }
            JsonValue known = shape.get(key);
            if (known instanceof Leaf) {
                return false;
            }
            JsonObject inner = known == null ? new JsonObject() : (JsonObject) known;
            shape.put(key, inner);
            boolean added = nested
                    ? addTo(inner, (JsonObject) value, child, depth + 1)
                    : !isMixed((Leaf) value) && fitsElements((Leaf) value, inner, child, depth + 1);
            if (!added) {
                return false;
            }
        }
        return true;
    }

    private boolean all(Leaf array, JsonScanner.Elements test) {
        try {
            boolean[] all = {true};
            // A scanner of its own for each level: elements may be arrays, read while this one is.
            scanner.fork().elements(array, element -> all[0] = test.next(element));
            return all[0];
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an array that was valid JSON no longer is", e);
        }
    }

    private boolean fitsScalar(Leaf leaf, Type type) {
        return switch (type) {
            case TEXT -> true;
            case LONG -> isWhole(leaf);
            case DOUBLE -> isNumber(leaf);
            case BOOLEAN -> leaf.kind() == Leaf.Kind.BOOLEAN || leaf.isText("true") || leaf.isText("false");
            case DATE -> isDate(leaf);
            case IP -> isIp(leaf);
            default -> false;
        };
    }

    private static boolean isWhole(Leaf leaf) {
        int from = contentFrom(leaf);
        int to = contentTo(leaf);
        if (from < to && leaf.bytes()[from] == '-') {
            from++;
        }
        if (leaf.kind() == Leaf.Kind.BOOLEAN || from == to || to - from > 18) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (leaf.bytes()[i] < '0' || leaf.bytes()[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(Leaf leaf) {
        if (leaf.kind() != Leaf.Kind.NUMBER || leaf.length() > 64) {
            return isWhole(leaf);
        }
        return Double.isFinite(Double.parseDouble(leaf.text()));
    }

    private boolean isDate(Leaf leaf) {
        if (leaf.kind() == Leaf.Kind.NUMBER) {
            return isWhole(leaf) && leaf.length() <= 14;
        }
        int from = contentFrom(leaf);
        int to = contentTo(leaf);
        if (!leaf.isString() || to - from > 35 || !isoTime.parseCommon(leaf.bytes(), from, to, moment)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte b = leaf.bytes()[i];
            if (b == ',' || b == 't' || b == 'z') {
                return false; // ISO 8601, but not the strict form of Elasticsearch's date fields
            }
        }
        return moment.hasFourDigitYear();
    }

    private static boolean isIp(Leaf leaf) {
        if (!leaf.isString() || leaf.has(Leaf.ESCAPED)) {
            return false;
        }
        int from = contentFrom(leaf);
        int to = contentTo(leaf);
        for (int i = from; i < to; i++) {
            if (leaf.bytes()[i] == '%') {
                return false;
            }
        }
        return IpAddress.parse(leaf.bytes(), from, to) != null;
    }

    private static int contentFrom(Leaf leaf) {
        return leaf.from() + (leaf.kind() == Leaf.Kind.STRING ? 1 : 0);
    }

    private static int contentTo(Leaf leaf) {
        return leaf.to() - (leaf.kind() == Leaf.Kind.STRING ? 1 : 0);
    }

    private static boolean isPoint(JsonObject object) {
        return object.size() == 2 && isDegrees(object.leaf(LAT), 90) && isDegrees(object.leaf(LON), 180);
    }

    private static boolean isDegrees(Leaf leaf, int most) {
        return leaf != null
                && leaf.kind() == Leaf.Kind.NUMBER
                && leaf.length() <= 32
                && Math.abs(Double.parseDouble(
                                new String(leaf.bytes(), leaf.from(), leaf.length(), StandardCharsets.US_ASCII)))
                        <= most;
    }

    /** Whether a flattened field takes it below one of its keys. */
    boolean isFlattenable(JsonValue value, int depth) {
        if (depth > MAX_FLATTENED_DEPTH) {
            return false;
        }
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                if (!isFlattenedKey(object.key(i)) || !isFlattenable(object.value(i), depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        Leaf leaf = (Leaf) value;
        if (leaf.has(Leaf.LONG_NUMBER | Leaf.DEEP) || leaf.kind() == Leaf.Kind.OBJECT) {
            return false;
        }
        return !leaf.has(Leaf.HOLDS_OBJECTS) || all(leaf, element -> isFlattenable(element, depth + 1));
    }

    /** Whether a flattened field takes this key. */
    static boolean isFlattenedKey(Key key) {
        return key.name().length() <= Key.MAX_FIELD_NAME && key.name().indexOf('\0') < 0;
    }
}
