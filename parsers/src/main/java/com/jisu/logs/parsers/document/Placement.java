package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.document.FieldTypes.Node;
import com.jisu.logs.parsers.document.FieldTypes.Type;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts values into a document where Elasticsearch can store them.
 *
 * <p>Names with dots become objects, as Elasticsearch reads them, so that conflicts within a document show. A value
 * that does not fit the index's mappings, or what the document already holds, moves: from an alias to the field it
 * stands for if that is free, else to {@code application.<name>}, else to the flattened {@code application.overflow},
 * which takes anything.
 */
public final class Placement {

    private static final Key CONTAINER = Keys.known("container");
    private static final Key TAGS = Keys.known("tags");

    /** A value at the name of an alias. What it stands for may come later, and has precedence. */
    private record Deferred(Key[] path, Node alias, Leaf value) {}

    private final FieldTypes types;
    private final KeyTable keys;
    private final FieldFit fit;
    private final Overflow overflow;
    private final int maxDepth;
    private final int maxFields;
    private final Key[] path;
    private final KeptValues kept = new KeptValues();
    private final List<Deferred> deferred = new ArrayList<>();

    private JsonObject root;
    private Explanation explanation;
    private int fields;
    private boolean moved;
    private boolean bothStay;
    private boolean whole;
    private int eventLeaves;

    Placement(FieldTypes types, KeyTable keys, int maxDepth, int maxFields) {
        this.types = types;
        this.keys = keys;
        this.fit = new FieldFit(maxDepth);
        this.overflow = new Overflow(keys, fit);
        this.maxDepth = maxDepth;
        this.maxFields = maxFields;
        this.path = new Key[maxDepth + 2];
    }

    void explain(Explanation to) {
        explanation = to;
    }

    /** Has it noted what is asked of values from here on; null for no more. */
    void note(AskedValues into) {
        fit.note(into);
    }

    private Rule rule(Rule rule) {
        return explanation == null ? null : explanation.enter(rule, root);
    }

    /** Takes an event's own members as a new document's. */
    JsonObject begin(JsonObject event) {
        moved = false;
        kept.beginDocument();
        fit.takeLeaves();
        final boolean fits = fit.fits(event, types.root(), 0);
        eventLeaves = fit.takeLeaves();
        whole = fits && eventLeaves <= maxFields;
        if (whole) {
            root = event;
        } else {
            root = new JsonObject();
            fields = 0;
            mergeAll(event);
        }
        return root;
    }

    /** Whether the event was taken as it was. */
    public boolean tookWhole() {
        return whole;
    }

    /** Leaves of the event. */
    public int eventLeaves() {
        return eventLeaves;
    }

    /** Whether any value was moved, of this document so far, because it did not fit. */
    boolean hasMoved() {
        return moved;
    }

    /** Merges an object into the document, object by object; its values win. */
    void merge(JsonObject object) {
        fields = 0;
        rule(Rule.APPLICATION_KEY);
        mergeAll(object);
    }

    /** Merges what was taken out of an object that is in the document: no value wins, where there are two both stay. */
    public void mergeBack(JsonObject object) {
        bothStay = true;
        merge(object);
        bothStay = false;
    }

    private void mergeAll(JsonObject object) {
        kept.beginMerge(object);
        merge(root, types.root(), object, 0);
        for (Deferred alias : deferred) {
            boolean ofContainer = alias.alias().aliasPath()[0].equals(CONTAINER);
            rule(ofContainer ? Rule.CONTAINER : Rule.LOGGER_KEY);
            putAliased(alias);
        }
        deferred.clear();
    }

    /**
     * Puts a value at a path if nothing is there and it fits.
     *
     * @param key what the line called it
     */
    public boolean putIfFree(Key[] at, JsonValue value, String key) {
        boolean put = putIfFree(at, value);
        if (put && explanation != null) {
            explanation.from(Stream.of(at).map(Key::name).collect(Collectors.joining(".")), key);
        }
        return put;
    }

    /** Puts a value at a path if nothing is there and it fits. */
    boolean putIfFree(Key[] at, JsonValue value) {
        Node node = types.root();
        for (int i = 0; i < at.length; i++) {
            if (!FieldFit.isObject(node)) {
                return false;
            }
            node = node == null ? null : node.child(at[i]);
        }
        return putIfFree(at, node, value);
    }

    /** @param mapped what the path is mapped to, through objects only; null where it is not */
    private boolean putIfFree(Key[] at, Node mapped, JsonValue value) {
        final int last = at.length - 1;
        JsonObject parent = root; // the innermost on the way that is there
        int depth = 0; // its own
        while (depth < last) {
            JsonValue next = parent.get(at[depth]);
            if (!JsonValue.isPresent(next)) {
                break;
            }
            if (!(next instanceof JsonObject object)) {
                return false;
            }
            parent = object;
            depth++;
        }
        boolean taken = depth == last && JsonValue.isPresent(parent.get(at[last]));
        if (taken || !fit.fits(value, mapped, at.length)) {
            return false;
        }
        for (; depth < last; depth++) {
            JsonObject made = new JsonObject();
            parent.put(at[depth], made);
            parent = made;
        }
        parent.put(at[last], value);
        return true;
    }

    /** Moves a value that cannot be stored at the given name. */
    void move(Key name, JsonValue value) {
        path[0] = name;
        move(1, value);
    }

    /** The value at a path, or null. */
    public JsonValue get(Key[] at) {
        JsonValue value = root;
        for (Key key : at) {
            value = value instanceof JsonObject object ? object.get(key) : null;
        }
        return value;
    }

    private void merge(JsonObject target, Node node, JsonObject object, int depth) {
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            if (key.isPlain()) {
                path[depth] = key;
                put(target, node, key, object.value(i), depth + 1);
            } else {
                putDotted(target, node, key, object.value(i), depth);
            }
        }
    }

    /** @param depth length of the path to the value; its names stand in {@link #path} */
    private void put(JsonObject target, Node parent, Key key, JsonValue value, int depth) {
        Node node = parent == null ? null : parent.child(key);
        if (depth > maxDepth) {
            overflowAsText(depth, value);
        } else if (node != null && node.type() == Type.ALIAS) {
            putAlias(node, value, depth);
        } else if (value instanceof JsonObject object) {
            putObject(target, node, key, object, depth);
        } else {
            putOther(target, node, key, value, depth);
        }
    }

    private void putObject(JsonObject target, Node node, Key key, JsonObject value, int depth) {
        JsonValue existing = target.get(key);
        boolean free = !JsonValue.isPresent(existing);
        fit.takeLeaves();
        boolean fits = fit.fits(value, node, depth);
        int leaves = fit.takeLeaves();
        if (free && fits && fields + leaves <= maxFields) {
            fields += leaves;
            target.put(key, value);
            return;
        }
        if (existing instanceof JsonObject flattened && fits && node != null && node.type() == Type.FLATTENED) {
            for (int i = 0; i < value.size(); i++) {
                putFlattened(flattened, value.key(i), value.value(i));
            }
            return;
        }
        boolean mergeable = FieldFit.isObject(node) && (free || existing instanceof JsonObject);
        if (!mergeable) {
            move(depth, value);
            return;
        }
        JsonObject inner = free ? new JsonObject() : (JsonObject) existing;
        target.put(key, inner); // first: what moves meanwhile may go into this very object
        merge(inner, node, value, depth);
        if (inner.size() == 0) {
            target.remove(key);
        }
    }

    private void putFlattened(JsonObject target, Key key, JsonValue value) {
        JsonValue existing = target.get(key);
        boolean both = kept.isDotted() && JsonValue.isPresent(existing);
        target.put(key, both ? JsonArray.append(existing, value) : value);
    }

    private void putOther(JsonObject target, Node node, Key key, JsonValue value, int depth) {
        JsonValue existing = target.get(key);
        if (!JsonValue.isPresent(value)) {
            if (existing == null && !FieldFit.isUnwritable(node)) {
                target.put(key, value);
            }
            return;
        }
        fit.takeLeaves();
        boolean fits = !(existing instanceof JsonObject) && fit.fits(value, node, depth);
        JsonValue cut = fits ? null : fit.cutDate(value, node);
        if (cut != null && fit.fits(cut, node, depth)) {
            putOther(target, node, key, cut, depth);
        } else if (!fits) {
            move(depth, value);
        } else if (!JsonValue.isPresent(existing)) {
            fields += fit.takeLeaves();
            if (fields > maxFields) {
                overflowAsText(depth, value);
            } else {
                target.put(key, value);
            }
        } else if (depth == 1 && key.equals(TAGS)) {
            target.put(key, JsonArray.union(existing, value));
        } else if (bothStay && JsonArray.isSame(existing, value)) {
            return;
        } else if (bothStay || kept.has(existing)) {
            JsonArray both = JsonArray.append(existing, value);
            if (fit.fits(both, node, depth)) {
                kept.add(both);
                target.put(key, both);
            } else {
                move(depth, value);
            }
        } else {
            target.put(key, value);
        }
    }

    private void putAlias(Node node, JsonValue value, int depth) {
        if (value instanceof Leaf leaf && leaf.kind() != Leaf.Kind.OBJECT) {
            if (leaf.kind() != Leaf.Kind.NULL) {
                deferred.add(new Deferred(Arrays.copyOf(path, depth), node, leaf));
            }
        } else {
            move(depth, value);
        }
    }

    private void putAliased(Deferred alias) {
        Key[] target = alias.alias().aliasPath();
        boolean put = putIfFree(target, alias.alias().aliasTarget(), alias.value());
        if (!put && !JsonArray.isSame(get(target), alias.value())) {
            System.arraycopy(alias.path(), 0, path, 0, alias.path().length);
            move(alias.path().length, alias.value());
        }
    }

    private void putDotted(JsonObject target, Node node, Key key, JsonValue value, int depth) {
        kept.setDotted();
        String[] parts = key.name().split("\\.", maxDepth + 2);
        for (String part : parts) {
            if (!Key.isFieldName(part)) {
                overflow(depth, key, value);
                return;
            }
        }
        if (depth + parts.length > maxDepth) {
            overflow(depth, key, value);
            return;
        }
        // An object around the value, for each part but the first, is what the dots mean.
        JsonValue nested = value;
        for (int i = parts.length - 1; i > 0; i--) {
            JsonObject around = new JsonObject(2);
            around.put(keys.key(parts[i]), nested);
            nested = around;
        }
        Key first = keys.key(parts[0]);
        path[depth] = first;
        put(target, node, first, nested, depth + 1);
    }

    private void move(int depth, JsonValue value) {
        final Rule before = rule(Rule.CONFLICT);
        moved = true;
        moveNow(depth, value);
        rule(before);
    }

    private void moveNow(int depth, JsonValue value) {
        Key[] at = new Key[depth + 1];
        at[0] = Overflow.APPLICATION;
        for (int i = 0; i < depth; i++) {
            if (!path[i].isPlain()) {
                overflow(depth, null, value);
                return;
            }
            at[i + 1] = path[i];
        }
        if (!path[0].equals(Overflow.NAME) && putIfFree(at, value)) {
            kept.add(value);
        } else {
            overflow(depth, null, value);
        }
    }

    private void overflowAsText(int depth, JsonValue value) {
        final Rule before = rule(Rule.CONFLICT);
        moved = true;
        overflow.addText(root, pathName(depth, null), value);
        rule(before);
    }

    private void overflow(int depth, Key last, JsonValue value) {
        final Rule before = rule(Rule.CONFLICT);
        moved = true;
        overflow.add(root, pathName(depth, last), value);
        rule(before);
    }

    private String pathName(int depth, Key last) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            name.append(i > 0 ? "." : "").append(path[i].name());
        }
        if (last != null) {
            name.append(depth > 0 ? "." : "").append(last.name());
        }
        return name.toString();
    }
}
