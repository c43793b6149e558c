package com.jisu.logs.parsers.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** An object whose members can be changed. Members keep their order; a key occurs once. */
public final class JsonObject extends JsonValue {

    /** Members of most objects that parsers make: few. */
    private static final int CAPACITY = 4;

    /** From this size on, keys are found by hash: a line with thousands of keys must not cost the square of them. */
    private static final int INDEXED_SIZE = 24;

    /** A bit for each key, by its hash: most keys that are looked for are not there. */
    private long filter;

    private boolean allUnique = true;

    private Key[] keys;
    private JsonValue[] values;
    private int size;
    private Map<String, Integer> index;

    /** Whether the arrays are those of another object, too. */
    private boolean shared;

    private Unchanged unchanged;

    /** What is known of an object's members for as long as nothing changes them. */
    public static final class Unchanged {
        private final byte[] json;
        private Object memo;

        private Unchanged(byte[] json) {
            this.json = json;
        }

        /** The object as it is written. */
        byte[] json() {
            return json;
        }

        /** What a reader has found out of the object, and left here for the next time; null if nothing. */
        public Object memo() {
            return memo;
        }

        public void setMemo(Object found) {
            memo = found;
        }
    }

    public JsonObject() {
        this(CAPACITY);
    }

    public JsonObject(int capacity) {
        keys = new Key[capacity];
        values = new JsonValue[capacity];
    }

    private JsonObject(JsonObject other) {
        keys = other.keys;
        values = other.values;
        size = other.size;
        filter = other.filter;
        allUnique = other.allUnique;
        unchanged = other.unchanged;
        shared = true;
    }

    /** The same members, objects among them copied too: neither sees the other's changes. */
    public JsonObject copy() {
        shared = true;
        JsonObject copy = new JsonObject(this);
        if (unchanged != null) {
            return copy; // there are no objects in it
        }
        for (int i = 0; i < size; i++) {
            if (values[i] instanceof JsonObject inner) {
                copy.own();
                copy.values[i] = inner.copy();
            }
        }
        return copy;
    }

    /** Writes it once for all of its copies that stay as they are, where no object is inside that could change alone. */
    void keepJson() {
        boolean nested = false;
        for (int i = 0; i < size; i++) {
            if (values[i] instanceof JsonObject inner) {
                inner.keepJson();
                nested = true;
            }
        }
        if (!nested) {
            unchanged = new Unchanged(JsonOutput.json(this));
        }
    }

    /** What is known of it; null where nothing is, or since it was changed. */
    public Unchanged unchanged() {
        return unchanged;
    }

    private void own() {
        if (shared) {
            keys = keys.clone();
            values = values.clone();
            shared = false;
        }
    }

    private void change() {
        own();
        unchanged = null;
    }

    public int size() {
        return size;
    }

    public Key key(int member) {
        return keys[member];
    }

    public JsonValue value(int member) {
        return values[member];
    }

    /** The key's value, or null where there is none. */
    public JsonValue get(Key key) {
        int member = find(key);
        return member < 0 ? null : values[member];
    }

    /** The key's value where it is a leaf, else null. */
    public Leaf leaf(Key key) {
        return get(key) instanceof Leaf leaf ? leaf : null;
    }

    /** The key's value where it is an object, else null. */
    public JsonObject object(Key key) {
        return get(key) instanceof JsonObject object ? object : null;
    }

    /** Adds a member, or replaces its value. */
    public void put(Key key, JsonValue value) {
        int member = find(key);
        change();
        if (member >= 0) {
            values[member] = value;
            return;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        keys[size] = key;
        values[size] = value;
        filter |= key.bit();
        allUnique &= key.isUnique();
        if (index != null) {
            index.put(key.name(), size);
        }
        size++;
    }

    /** Takes a member out and gives its value, or null. */
    public JsonValue remove(Key key) {
        int member = find(key);
        if (member < 0) {
            return null;
        }
        change();
        final JsonValue value = values[member];
        int after = size - member - 1;
        System.arraycopy(keys, member + 1, keys, member, after);
        System.arraycopy(values, member + 1, values, member, after);
        size--;
        keys[size] = null;
        values[size] = null;
        index = null;
        return value;
    }

    private int find(Key key) {
        if ((filter & key.bit()) == 0) {
            return -1;
        }
        if (size >= INDEXED_SIZE) {
            return findIndexed(key);
        }
        return allUnique && key.isUnique() ? findSame(key) : findEqual(key);
    }

    private int findSame(Key key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    private int findEqual(Key key) {
        for (int i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private int findIndexed(Key key) {
        if (index == null) {
            index = new HashMap<>(size * 2);
            for (int i = 0; i < size; i++) {
                index.put(keys[i].name(), i);
            }
        }
        Integer member = index.get(key.name());
        return member == null ? -1 : member;
    }
}
