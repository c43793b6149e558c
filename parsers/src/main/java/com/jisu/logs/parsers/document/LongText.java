package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.document.FieldTypes.Node;
import com.jisu.logs.parsers.document.FieldTypes.Type;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonCursor;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the strings of a document that no search would: keyword and flattened fields leave out what is longer than their
 * {@code ignore_above}. Copies of them go to {@code application.text}. One per parser, used again for each document.
 */
public final class LongText {

    /** UTF-16 units, as Elasticsearch counts them, of the longest string that every field indexes; so, bytes at least. */
    public static final int MAX_LENGTH = JsonOutput.LONG_TEXT;

    /** Bytes of all copies in a document, UTF-8. */
    static final int MAX_BYTES = 32 << 10;

    private static final Key APPLICATION = Keys.known("application");
    private static final Key TEXT = Keys.known("text");
    private static final Key OVERFLOW = Keys.known("overflow");
    private static final Leaf ANY_OBJECT = new Leaf(Leaf.Kind.OBJECT, new byte[0], 0, 0, Leaf.HOLDS_OBJECTS);

    /** Where the application is no object; it is the same name to Elasticsearch. */
    private static final Key APPLICATION_TEXT = new Key("application.text", false);

    private final Node root;
    private final FieldFit fit = new FieldFit(0);
    private final JsonCursor cursor = new JsonCursor(1, JsonScanner.ANY_NESTING);
    private final List<JsonValue> copies = new ArrayList<>();
    private final List<Leaf> copied = new ArrayList<>();

    /** Names of which the sink will have to move all values, as Elasticsearch refuses one of them. */
    private final Set<Node> refused = new HashSet<>();

    private int room;
    private long leftOut;

    LongText(FieldTypes types) {
        this.root = types.root();
    }

    /** Finds those of a document, in its order; says whether there are any. */
    boolean find(JsonObject document) {
        refused.clear();
        int known;
        do {
            known = refused.size();
            copies.clear();
            copied.clear();
            room = MAX_BYTES;
            leftOut = 0;
            findIn(document, root);
        } while (refused.size() > known); // what was passed by under such a name will not be searched either
        return !copies.isEmpty();
    }

    /**
     * Puts the copies of what was found into the document: whole strings, of which the last may be cut. What cannot be
     * stored beside them goes to the overflow, where the sink would have to move all of it.
     *
     * @return whether that was so
     */
    boolean putInto(JsonObject document) {
        JsonValue text = copies.size() == 1 ? copies.get(0) : new JsonArray(List.copyOf(copies));
        JsonValue application = document.get(APPLICATION);
        boolean inside = application == null || application instanceof JsonObject;
        JsonObject parent = inside ? document.object(APPLICATION) : document;
        if (parent == null) {
            parent = new JsonObject(2);
            document.put(APPLICATION, parent);
        }
        Key name = inside ? TEXT : APPLICATION_TEXT;
        JsonValue existing = parent.get(name);
        boolean moves = inside && refused.contains(child(root, APPLICATION_TEXT.name())) && moveText(parent, existing);
        parent.put(name, JsonValue.isPresent(existing) && !moves ? JsonArray.append(existing, text) : text);
        return moves;
    }

    /** Puts the application's text into its overflow; says whether there is room for it. */
    private boolean moveText(JsonObject application, JsonValue text) {
        JsonValue overflow = application.get(OVERFLOW);
        if (!JsonValue.isPresent(text) || JsonValue.isPresent(overflow) && !(overflow instanceof JsonObject)) {
            return false;
        }
        JsonObject target = overflow instanceof JsonObject object ? object : new JsonObject(2);
        JsonValue existing = target.get(APPLICATION_TEXT);
        byte[] json = JsonOutput.json(text);
        JsonValue moved = fit.isFlattenable(text, 2) ? text : Leaf.text(json, 0, json.length);
        target.put(APPLICATION_TEXT, JsonValue.isPresent(existing) ? JsonArray.append(existing, moved) : moved);
        application.put(OVERFLOW, target);
        return true;
    }

    /** Bytes of strings that found no room. */
    long leftOut() {
        return leftOut;
    }

    private void findIn(JsonObject object, Node node) {
        if (object.unchanged() != null) {
            return; // it has fewer bytes altogether
        }
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            find(object.value(i), key.isPlain() ? child(node, key) : child(node, key.name()));
        }
    }

    private static Node child(Node node, Key key) {
        return node == null ? null : node.child(key);
    }

    /** In schema logstash, names with dots stay as they are. */
    private static Node child(Node node, String dotted) {
        Node child = node;
        for (String part : dotted.split("\\.", -1)) {
            child = child(child, new Key(part, false));
        }
        return child;
    }

    private void find(JsonValue value, Node itsNode) {
        Node node = storable(value, itsNode);
        if (value instanceof JsonObject object) {
            findIn(object, node);
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> find(element, node));
        } else {
            findLeaf((Leaf) value, node);
        }
    }

    /** The node, or null where this value, or another one of its name, makes the sink move all values of the name. */
    private Node storable(JsonValue value, Node node) {
        if (node != null && isRefused(value, node)) {
            refused.add(node);
        }
        return node == null || !refused.isEmpty() && refused.contains(node) ? null : node;
    }

    private static boolean isRefused(JsonValue value, Node node) {
        if (node.takesLongText()) {
            return value instanceof JsonObject
                    || value instanceof Leaf leaf && leaf.has(Leaf.HOLDS_OBJECTS | Leaf.LONG_NUMBER);
        }
        return node.type() == Type.OBJECT
                && value instanceof Leaf leaf
                && (leaf.isScalar() || leaf.has(Leaf.HOLDS_SCALARS) && !leaf.has(Leaf.HOLDS_OBJECTS));
    }

    private void findLeaf(Leaf leaf, Node node) {
        if (!leaf.isLongerThan(MAX_LENGTH)) {
            return;
        }
        if (leaf.kind() == Leaf.Kind.ARRAY || leaf.kind() == Leaf.Kind.OBJECT) {
            findInRaw(leaf, node);
        } else if (node == null || !node.takesLongText()) {
            copyIfLong(leaf);
        }
    }

    /** Looks into an array or object that was not taken apart, without recursion. */
    private void findInRaw(Leaf raw, Node itsNode) {
        Deque<Optional<Node>> around = new ArrayDeque<>();
        Node node = itsNode;
        cursor.begin(raw.bytes(), raw.from(), raw.to());
        try {
            while (cursor.at() < cursor.end()) {
                switch (cursor.peek()) {
                    case '{', '[' -> {
                        node = cursor.peek() == '{' ? storable(ANY_OBJECT, node) : node;
                        around.push(Optional.ofNullable(node));
                        cursor.skip(1);
                    }
                    case '}', ']' -> {
                        node = around.pop().orElse(null);
                        cursor.skip(1);
                    }
                    case ' ', '\t', '\n', '\r', ',' -> cursor.skip(1);
                    default -> {
                        Leaf leaf = cursor.scalar();
                        cursor.whitespace();
                        if (cursor.peek() == ':') {
                            cursor.skip(1);
                            Node object = around.element().orElse(null);
                            node = object == null ? null : child(object, leaf.text());
                        } else {
                            findLeaf(leaf, storable(leaf, node));
                        }
                    }
                }
            }
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("valid JSON no longer is", e);
        }
    }

    /** A number that long becomes a string, as Elasticsearch reads none of more than 1,000 digits. */
    private void copyIfLong(Leaf leaf) {
        if (isCopied(leaf)) {
            return;
        }
        Leaf string = leaf.isString() ? leaf : Leaf.text(leaf.bytes(), leaf.from(), leaf.to());
        String text = string.text();
        if (text.length() > MAX_LENGTH) {
            copy(string, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of a text that is a part of another one, such as a URL's query, all is found already. */
    private boolean isCopied(Leaf leaf) {
        for (Leaf other : copied) {
            if (other.bytes() == leaf.bytes() && other.from() <= leaf.from() && other.to() >= leaf.to()) {
                return true;
            }
        }
        return false;
    }

    private void copy(Leaf leaf, byte[] text) {
        if (text.length <= room) {
            copies.add(leaf);
            copied.add(leaf);
            room -= text.length;
            return;
        }
        int end = room;
        while (end > 0 && (text[end] & 0xC0) == 0x80) {
            end--; // in the midst of a character
        }
        if (end > 0) {
            copies.add(Leaf.text(text, 0, end));
        }
        leftOut += text.length - end;
        room = 0;
    }
}
