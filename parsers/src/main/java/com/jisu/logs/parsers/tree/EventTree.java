package com.jisu.logs.parsers.tree;

import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.List;

/**
 * An event that rules change. Its values are those of {@link Values}; what nobody touches stays a slice of the event's bytes. Its root
 * has {@code @metadata}, too, until the document is written. Used by one thread.
 */
public final class EventTree {

    private static final Key TAGS = Keys.known("tags");

    private final JsonObject root;
    private final String id;
    private final long arrivalMillis;
    private final List<EventTree> copies = new ArrayList<>(0);
    private final List<Delivered> delivered = new ArrayList<>(0);
    private Delivery delivery = Delivery.DEFAULT;
    private boolean dropped;
    private boolean stopped;

    /**
     * A document that was sent while the event goes on.
     *
     * @param root the document, as it was then
     */
    public record Delivered(JsonObject root, Delivery delivery) {}

    /**
     * @param root belongs to the tree from here on
     * @param id the document id that the event's place gives it
     * @param arrivalMillis epoch milliseconds at which it arrived: "now" for its rules
     */
    public EventTree(JsonObject root, String id, long arrivalMillis) {
        this.root = root;
        this.id = id;
        this.arrivalMillis = arrivalMillis;
    }

    public JsonObject root() {
        return root;
    }

    /** The derived document id. */
    public String id() {
        return id;
    }

    public long arrivalMillis() {
        return arrivalMillis;
    }

    /** The value as the tree has it; null if there is none on this way. A JSON null is a leaf. */
    public JsonValue value(FieldPath path) {
        JsonValue at = root;
        for (int i = 0; i < path.length() && at != null; i++) {
            at = child(at, path, i);
        }
        return at;
    }

    private static JsonValue child(JsonValue parent, FieldPath path, int part) {
        if (parent instanceof JsonObject object) {
            return object.get(path.key(part));
        }
        int place = path.place(part);
        if (place == FieldPath.NO_PLACE || !isList(parent)) {
            return null;
        }
        List<JsonValue> elements = JsonArray.elements(parent);
        int at = place < 0 ? elements.size() + place : place;
        return at >= 0 && at < elements.size() ? elements.get(at) : null;
    }

    private static boolean isList(JsonValue value) {
        return value instanceof JsonArray || value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.ARRAY;
    }

    /** The value as Java has it; null if there is none, or a JSON null. */
    public Object get(FieldPath path) {
        return Values.java(value(path));
    }

    /** The value if it is text, else null. */
    public String text(FieldPath path) {
        return value(path) instanceof Leaf leaf && leaf.isString() ? leaf.text() : null;
    }

    /** Whether there is a value, be it a JSON null. */
    public boolean has(FieldPath path) {
        return value(path) != null;
    }

    /** Whether there is a value other than a JSON null. */
    public boolean isPresent(FieldPath path) {
        return JsonValue.isPresent(value(path));
    }

    /**
     * Sets a value; objects on the way are made where nothing is.
     *
     * @param value one of those of {@link Values}, or a {@code JsonValue}, which belongs to the tree from here on
     * @throws StepFailure if a value that is neither object nor list is in the way, or a list has no such place
     */
    public void set(FieldPath path, Object value) throws StepFailure {
        set(root, path, 0, Values.json(value));
    }

    private void set(JsonObject parent, FieldPath path, int part, JsonValue value) throws StepFailure {
        Key key = path.key(part);
        if (part == path.length() - 1) {
            parent.put(key, value);
            return;
        }
        JsonValue next = parent.get(key);
        if (next instanceof Leaf leaf && leaf.kind() == Leaf.Kind.OBJECT) {
            next = Values.takenApart(leaf);
            parent.put(key, next);
        }
        if (next instanceof JsonObject object) {
            set(object, path, part + 1, value);
        } else if (!JsonValue.isPresent(next)) {
            JsonObject made = new JsonObject();
            parent.put(key, made);
            set(made, path, part + 1, value);
        } else if (isList(next)) {
            parent.put(key, withElement(next, path, part + 1, value));
        } else {
            throw new StepFailure(path + " can not be set: " + key.name() + " is no object");
        }
    }

    private JsonArray withElement(JsonValue list, FieldPath path, int part, JsonValue value) throws StepFailure {
        List<JsonValue> elements = new ArrayList<>(JsonArray.elements(list));
        int place = path.place(part);
        int at = place < 0 && place != FieldPath.NO_PLACE ? elements.size() + place : place;
        if (at < 0 || at > elements.size()) {
            throw new StepFailure(path + " can not be set: the list has no place " + path.name(part));
        }
        JsonValue element = value;
        if (part < path.length() - 1) {
            JsonObject object =
                    at < elements.size() && elements.get(at) instanceof JsonObject there ? there : new JsonObject();
            set(object, path, part + 1, value);
            element = object;
        }
        if (at == elements.size()) {
            elements.add(element);
        } else {
            elements.set(at, element);
        }
        return new JsonArray(elements);
    }

    /** Takes a value out, and gives it; null if there was none. Objects that it was in stay, empty ones too. */
    public JsonValue remove(FieldPath path) {
        JsonValue parent = root;
        int last = path.length() - 1;
        for (int i = 0; i < last && parent != null; i++) {
            parent = child(parent, path, i);
        }
        if (parent instanceof JsonObject object) {
            return object.remove(path.key(last));
        }
        if (parent == null || !isList(parent) || child(parent, path, last) == null) {
            return null;
        }
        List<JsonValue> elements = new ArrayList<>(JsonArray.elements(parent));
        int place = path.place(last);
        JsonValue removed = elements.remove(place < 0 ? elements.size() + place : place);
        JsonObject holder = last == 0 ? null : holder(path, last - 1);
        if (holder != null) {
            holder.put(path.key(last - 1), new JsonArray(elements));
        }
        return removed;
    }

    private JsonObject holder(FieldPath path, int part) {
        JsonValue at = root;
        for (int i = 0; i < part && at != null; i++) {
            at = child(at, path, i);
        }
        return at instanceof JsonObject object ? object : null;
    }

    /** Adds a tag, if it is not there. */
    public void tag(String tag) {
        if (!hasTag(tag)) {
            addTag(tag);
        }
    }

    /** Adds a tag, whether it is there or not. */
    public void addTag(String tag) {
        JsonValue tags = root.get(TAGS);
        Leaf added = Leaf.text(tag);
        root.put(TAGS, JsonValue.isPresent(tags) ? JsonArray.append(tags, added) : new JsonArray(List.of(added)));
    }

    public boolean hasTag(String tag) {
        JsonValue tags = root.get(TAGS);
        return tags != null && JsonArray.elements(tags).stream().anyMatch(each -> isText(each, tag));
    }

    /** Takes a tag out, wherever it stands. */
    public void removeTag(String tag) {
        JsonValue tags = root.get(TAGS);
        if (tags != null && hasTag(tag)) {
            root.put(
                    TAGS,
                    new JsonArray(new ArrayList<>(JsonArray.elements(tags).stream()
                            .filter(each -> !isText(each, tag))
                            .toList())));
        }
    }

    private static boolean isText(JsonValue value, String text) {
        return value instanceof Leaf leaf && leaf.isString() && leaf.text().equals(text);
    }

    /** No document is made of it. */
    public void drop() {
        dropped = true;
    }

    public boolean isDropped() {
        return dropped;
    }

    /** Another event like this one, with its own values; the steps behind the one at work see it, too, behind this one. */
    public EventTree copy(int position) {
        EventTree copy = new EventTree((JsonObject) Values.copy(root), id + "-" + position, arrivalMillis);
        copy.delivery = delivery;
        copies.add(copy);
        return copy;
    }

    /** The copies made since this was asked last, in order. */
    public List<EventTree> takeCopies() {
        if (copies.isEmpty()) {
            return List.of();
        }
        List<EventTree> taken = List.copyOf(copies);
        copies.clear();
        return taken;
    }

    /** Where the document goes. */
    public Delivery delivery() {
        return delivery;
    }

    public void deliver(Delivery to) {
        delivery = to;
    }

    /** Sends a document, as it is now; the event goes on. */
    public void deliverCopy(Delivery to) {
        delivered.add(new Delivered((JsonObject) Values.copy(root), to));
    }

    /** What was sent while it went on, in order. */
    public List<Delivered> delivered() {
        return delivered;
    }

    /** Whether the steps that come now are not for it: it was dropped, or a step failed in a group that ends then. */
    public boolean isPassedBy() {
        return stopped || dropped;
    }

    /** Says whether the rest of the group is passed over, as a step in it failed. */
    public void setStopped(boolean newStopped) {
        stopped = newStopped;
    }
}
