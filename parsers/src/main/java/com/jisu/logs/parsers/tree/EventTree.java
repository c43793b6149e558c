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
    private static final Key TIMESTAMP = Keys.known("@timestamp");

    private final JsonObject root;
    private final String id;
    private final long arrivalMillis;
    private final Family family;
    private final List<EventTree> copies = new ArrayList<>(0);
    private final List<Delivered> delivered = new ArrayList<>(0);
    private Delivery delivery = Delivery.DEFAULT;
    private int copied;
    private boolean dropped;
    private boolean stopped;
    private boolean changed;

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
        this(root, id, arrivalMillis, new Family());
    }

    private EventTree(JsonObject root, String id, long arrivalMillis, Family family) {
        this.root = root;
        this.id = id;
        this.arrivalMillis = arrivalMillis;
        this.family = family;
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
        if (Values.opened(parent) instanceof JsonObject object) {
            return object.get(path.key(part));
        }
        int place = path.place(part);
        if (place == FieldPath.NO_PLACE || !JsonArray.isOne(parent)) {
            return null;
        }
        List<JsonValue> elements = JsonArray.elements(parent);
        int at = place(place, elements);
        return at >= 0 && at < elements.size() ? elements.get(at) : null;
    }

    private static int place(int place, List<JsonValue> elements) {
        return place < 0 && place != FieldPath.NO_PLACE ? elements.size() + place : place;
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
     * @throws StepFailure if a value that is neither object nor list is in the way, or a list has no such place, or
     *     {@code @timestamp} would be no time
     */
    public void set(FieldPath path, Object value) throws StepFailure {
        JsonValue json = Values.json(value);
        if (path.key(0) == TIMESTAMP && !(path.length() == 1 && TimeText.isTime(json))) {
            throw new StepFailure("@timestamp can not be set to what is no time: see the step date");
        }
        with(root, path, 0, json);
    }

    /** What is in a place after a value was set in it or below; nothing is changed where that can not be. */
    private static JsonValue with(JsonValue there, FieldPath path, int part, JsonValue value) throws StepFailure {
        if (part == path.length()) {
            return value;
        }
        if (JsonArray.isOne(there)) {
            return withElement(JsonArray.elements(there), path, part, value);
        }
        JsonValue opened = JsonValue.isPresent(there) ? Values.opened(there) : new JsonObject();
        if (!(opened instanceof JsonObject object)) {
            throw new StepFailure(path + " can not be set: " + path.name(part - 1) + " is no object");
        }
        Key key = path.key(part);
        object.put(key, part == path.length() - 1 ? value : with(object.get(key), path, part + 1, value));
        return object;
    }

    private static JsonArray withElement(List<JsonValue> list, FieldPath path, int part, JsonValue value)
            throws StepFailure {
        int at = place(path.place(part), list);
        if (at < 0 || at > list.size()) {
            throw new StepFailure(path + " can not be set: the list has no place " + path.name(part));
        }
        List<JsonValue> elements = new ArrayList<>(list);
        if (at == elements.size()) {
            elements.add(with(null, path, part + 1, value));
        } else {
            elements.set(at, with(elements.get(at), path, part + 1, value));
        }
        return new JsonArray(elements);
    }

    /** Takes a value out, and gives it; null if there was none. Objects that it was in stay, empty ones too. */
    public JsonValue remove(FieldPath path) {
        if (path.length() == 1) {
            return root.remove(path.key(0));
        }
        JsonValue removed = value(path);
        if (removed != null) {
            without(root, path, 0);
        }
        return removed;
    }

    /** What is in a place after the value that is known to be below it was taken out. */
    private static JsonValue without(JsonValue there, FieldPath path, int part) {
        boolean last = part == path.length() - 1;
        if (Values.opened(there) instanceof JsonObject object) {
            Key key = path.key(part);
            if (last) {
                object.remove(key);
            } else {
                object.put(key, without(object.get(key), path, part + 1));
            }
            return object;
        }
        List<JsonValue> elements = new ArrayList<>(JsonArray.elements(there));
        int at = place(path.place(part), elements);
        if (last) {
            elements.remove(at);
        } else {
            elements.set(at, without(elements.get(at), path, part + 1));
        }
        return new JsonArray(elements);
    }

    /**
     * Takes a value out and sets it elsewhere.
     *
     * @return whether there was one
     * @throws StepFailure if it can not be set there; then it stays
     */
    public boolean move(FieldPath from, FieldPath to) throws StepFailure {
        JsonValue value = value(from);
        if (value == null) {
            return false;
        }
        JsonValue list = from.isPlace() ? value(from.parent()) : null;
        remove(from);
        try {
            set(to, value);
        } catch (StepFailure e) {
            if (list != null && JsonArray.isOne(list)) {
                set(from.parent(), list);
            } else {
                set(from, value);
            }
            throw e;
        }
        return true;
    }

    /** Adds a tag, if it is not there. */
    public void tag(String tag) {
        if (!hasTag(tag)) {
            addTag(tag);
        }
    }

    /** Adds a tag, whether it is there or not. */
    public void addTag(String tag) {
        changed = true;
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

    /**
     * Another event like this one, with its own values; the steps behind the one at work see it, too, behind this one. Its id is this
     * one's with its number among the copies of this one, from 0.
     */
    public EventTree copy() {
        EventTree copy = new EventTree((JsonObject) Values.copy(root), id + "-" + copied, arrivalMillis, family);
        copied++;
        copy.delivery = delivery;
        copies.add(copy);
        return copy;
    }

    /** All events that come of the same one. */
    public Family family() {
        return family;
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

    /** Whether a step may have changed anything since it was made. */
    public boolean isChanged() {
        return changed;
    }

    /** Says that a step may have changed something. */
    public void setChanged() {
        changed = true;
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
