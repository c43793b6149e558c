package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.document.FieldTypes.Node;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    /** Where the application is no object; it is the same name to Elasticsearch. */
    private static final Key APPLICATION_TEXT = new Key("application.text", false);

    private final Node root;
    private final List<JsonValue> copies = new ArrayList<>();
    private final List<Leaf> copied = new ArrayList<>();
    private int room;
    private long leftOut;

    LongText(FieldTypes types) {
        this.root = types.root();
    }

    /** Finds those of a document, in its order; says whether there are any. */
    boolean find(JsonObject document) {
        copies.clear();
        copied.clear();
        room = MAX_BYTES;
        leftOut = 0;
        findIn(document, root);
        return !copies.isEmpty();
    }

    /** Puts the copies of what was found into the document: whole strings, of which the last may be cut. */
    void putInto(JsonObject document) {
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
        parent.put(name, JsonValue.isPresent(existing) ? JsonArray.append(existing, text) : text);
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
        for (String part : dotted.split("\\.")) {
            child = child(child, new Key(part, false));
        }
        return child;
    }

    private void find(JsonValue value, Node node) {
        if (node != null && node.takesLongText()) {
            return;
        }
        if (value instanceof JsonObject object) {
            findIn(object, node);
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> find(element, node));
        } else {
            findLeaf((Leaf) value, node);
        }
    }

    private void findLeaf(Leaf leaf, Node node) {
        if (leaf.length() <= MAX_LENGTH) {
            return;
        }
        if (leaf.kind() == Leaf.Kind.ARRAY) {
            JsonArray.elements(leaf).forEach(element -> find(element, node));
        } else if (leaf.isString() && !isCopied(leaf)) {
            String text = leaf.text();
            if (text.length() > MAX_LENGTH) {
                copy(leaf, text.getBytes(StandardCharsets.UTF_8));
            }
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
