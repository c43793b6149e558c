package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.document.FieldTypes.Node;
import com.jisu.logs.parsers.document.FieldTypes.Type;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.RepeatedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Says whether Elasticsearch, with the index's mappings, stores a value under a name; of a value on its own. */
public final class FieldFit {

    /** Levels below a flattened field, fewer than Elasticsearch's default limit of 20. */
    private static final int MAX_FLATTENED_DEPTH = 16;

    /** What is too deep to be taken apart may hold anything; what has too many digits is not read at all. */
    private static final int NOT_AS_IT_IS = Leaf.LONG_NUMBER | Leaf.DEEP | Leaf.HOLDS_OBJECTS;

    private final int maxDepth;
    private int leaves;

    /** Of an object that comes again and again: how many leaves it had where this was its mapping; -1 if it did not fit. */
    private record Memo(Node node, int depth, int leaves) {}

    /** Takes note of what is asked of values; null where nobody wants to know. */
    private AskedValues asked;

    /** @param maxDepth names on the path to a field, at most */
    public FieldFit(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** Has it noted what is asked of values from here on; null for no more. */
    void note(AskedValues into) {
        asked = into;
    }

    /** How many leaves the values had that were looked at since the last call. */
    int takeLeaves() {
        final int taken = leaves;
        leaves = 0;
        return taken;
    }

    /** The leaves of an object that was seen before; -1 if the index can not store it as it is at this place. */
    public int leaves(RepeatedObjects.Seen seen, Node node, int depth) {
        if (seen.memo() instanceof Memo memo && memo.node == node) {
            return memo.leaves;
        }
        takeLeaves();
        boolean fits = fits(seen.object(), node, depth);
        int counted = takeLeaves();
        Memo found = new Memo(node, depth, fits ? counted : -1);
        seen.setMemo(found);
        return found.leaves;
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
        if (value instanceof JsonArray array) {
            return fitsArray(array, node, depth);
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
                case GEO_POINT -> GeoPoint.isObject(object);
                default -> false;
            };
        }
        JsonObject.Unchanged unchanged = object.unchanged();
        if (unchanged != null && unchanged.memo() instanceof Memo memo && memo.node == node && memo.depth == depth) {
            leaves += memo.leaves;
            return true;
        }
        final int leavesBefore = leaves;
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            if (!key.isPlain() || !fits(object.value(i), node == null ? null : node.child(key), depth + 1)) {
                return false;
            }
        }
        if (unchanged != null) {
            unchanged.setMemo(new Memo(node, depth, leaves - leavesBefore));
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
        if (array.has(NOT_AS_IT_IS)) {
            return false;
        }
        boolean holdsNone = !array.has(Leaf.HOLDS_SCALARS) && (node == null || node.type() != Type.GEO_POINT);
        if (node == null || node.type() == Type.TEXT || holdsNone) {
            return true;
        }
        List<JsonValue> elements = JsonArray.elements(array);
        return node.type() == Type.GEO_POINT
                ? arePoints(elements)
                : isScalar(node) && all(elements, element -> fits(element, node, depth));
    }

    private static boolean isScalar(Node node) {
        return node.type() != Type.OBJECT && node.type() != Type.FLATTENED;
    }

    private boolean fitsArray(JsonArray array, Node node, int depth) {
        if (node != null && node.type() == Type.FLATTENED) {
            return !holdsScalars(array) && isFlattenable(array, 1);
        }
        if (isObject(node) && holdsObjects(array)) {
            return !holdsScalars(array) && addTo(new JsonObject(), array, node, depth);
        }
        return node != null && node.type() == Type.GEO_POINT
                ? arePoints(array.elements())
                : all(array.elements(), element -> fits(element, node, depth));
    }

    private boolean arePoints(List<JsonValue> elements) {
        leaves += elements.size();
        return GeoPoint.areElements(elements);
    }

    private static boolean holdsObjects(JsonValue value) {
        return value instanceof JsonObject
                || (value instanceof JsonArray array
                        && array.elements().stream().anyMatch(FieldFit::holdsObjects));
    }

    /** Whether there are scalars in it, or in arrays in it: Elasticsearch reads those as one. */
    private static boolean holdsScalars(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.elements().stream().anyMatch(FieldFit::holdsScalars);
        }
        return value instanceof Leaf leaf
                && (leaf.isScalar() || (leaf.kind() == Leaf.Kind.ARRAY && leaf.has(Leaf.HOLDS_SCALARS)));
    }

    /** Elasticsearch maps all elements of an array as one: what is an object in one may be no scalar in another. */
    private boolean addTo(JsonObject shape, JsonArray array, Node node, int depth) {
        return all(array.elements(), element -> {
            if (element instanceof JsonObject object) {
                return addTo(shape, object, node, depth);
            }
            return element instanceof JsonArray inner
                    ? addTo(shape, inner, node, depth)
                    : !((Leaf) element).has(NOT_AS_IT_IS) && ((Leaf) element).kind() != Leaf.Kind.OBJECT;
        });
    }

    private boolean addTo(JsonObject shape, JsonObject element, Node node, int depth) {
        for (int i = 0; i < element.size(); i++) {
            Key key = element.key(i);
            Node child = node == null ? null : node.child(key);
            if (!key.isPlain() || depth >= maxDepth || !addTo(shape, key, element.value(i), child, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean addTo(JsonObject shape, Key key, JsonValue value, Node node, int depth) {
        if (isUnwritable(node)) {
            return false;
        }
        if (!isObject(node) || !holdsObjects(value)) {
            boolean scalar = JsonValue.isPresent(value);
            if (scalar && (shape.get(key) instanceof JsonObject || !fits(value, node, depth))) {
                return false;
            }
            if (scalar) {
                shape.put(key, Leaf.EMPTY_STRING);
            }
            return true;
        }
        JsonValue known = shape.get(key);
        if (known instanceof Leaf || holdsScalars(value)) {
            return false;
        }
        JsonObject inner = known == null ? new JsonObject() : (JsonObject) known;
        shape.put(key, inner);
        return value instanceof JsonObject object
                ? addTo(inner, object, node, depth)
                : addTo(inner, (JsonArray) value, node, depth);
    }

    private static boolean all(List<JsonValue> elements, Predicate<JsonValue> test) {
        for (JsonValue element : elements) {
            if (!test.test(element)) {
                return false;
            }
        }
        return true;
    }

    private boolean fitsScalar(Leaf leaf, Type type) {
        boolean fits = ScalarFit.isOf(leaf, type);
        if (asked != null && type != Type.TEXT && !leaf.has(Leaf.TIME)) {
            asked.addType(leaf, type, fits);
        }
        return fits;
    }

    /** A date that can be stored, of one with more digits than Elasticsearch reads; else null. */
    JsonValue cutDate(JsonValue value, Node node) {
        if (node == null || node.type() != Type.DATE || value instanceof JsonObject) {
            return null;
        }
        if (value instanceof Leaf leaf && leaf.kind() != Leaf.Kind.ARRAY) {
            return IndexableDate.cut(leaf);
        }
        List<JsonValue> cut = new ArrayList<>();
        for (JsonValue element : JsonArray.elements(value)) {
            Leaf leaf = element instanceof Leaf scalar && scalar.isString() ? IndexableDate.cut(scalar) : null;
            cut.add(leaf == null ? element : leaf);
        }
        return new JsonArray(cut);
    }

    /** Whether a flattened field takes it below one of its keys. */
    boolean isFlattenable(JsonValue value, int depth) {
        if (depth > MAX_FLATTENED_DEPTH) {
            return false;
        }
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                if (!object.key(i).isFlattened() || !isFlattenable(object.value(i), depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        if (value instanceof JsonArray array) {
            return all(array.elements(), element -> isFlattenable(element, depth + 1));
        }
        Leaf leaf = (Leaf) value;
        return !leaf.has(NOT_AS_IT_IS) && leaf.kind() != Leaf.Kind.OBJECT;
    }
}
