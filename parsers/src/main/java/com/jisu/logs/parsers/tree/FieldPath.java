package com.jisu.logs.parsers.tree;

import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a field: {@code a.b.c}, or {@code [a][b][c]} where names have dots. A number as a part is the place in a list, from its
 * end if it is negative. Immutable, and shared by all threads.
 */
public final class FieldPath {

    /** Of a part that is no place in a list. */
    static final int NO_PLACE = Integer.MIN_VALUE;

    /** Names on the longest way: a name may come out of an event. */
    private static final int MOST_NAMES = 100;

    private static final Pattern PLACE = Pattern.compile("-?\\d{1,6}");
    private static final Pattern BRACKETED = Pattern.compile("(?:\\[[^\\[\\],]+])+");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\],]+)]");

    private final String text;
    private final Key[] keys;
    private final int[] places;

    private FieldPath(String text, List<String> names) {
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException("a field has at most " + MOST_NAMES + " names on its way");
        }
        this.text = text;
        this.keys = names.stream().map(Keys::of).toArray(Key[]::new);
        this.places = names.stream().mapToInt(FieldPath::place).toArray();
    }

    /** @throws IllegalArgumentException if it is no path; the message says why */
    public static FieldPath of(String text) {
        if (text.indexOf('[') < 0 && text.indexOf(']') < 0) {
            List<String> names = List.of(text.split("\\.", -1));
            if (names.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("'" + text + "' is no field: between dots stand names");
            }
            return new FieldPath(text, names);
        }
        if (!BRACKETED.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no field: write a.b or [a][b]");
        }
        List<String> names = new ArrayList<>();
        Matcher part = BRACKETS.matcher(text);
        while (part.find()) {
            names.add(part.group(1));
        }
        return new FieldPath(text, names);
    }

    /** The path of these names, each as it is. */
    public static FieldPath ofNames(List<String> names) {
        boolean plain = names.stream().noneMatch(name -> name.indexOf('.') >= 0 || name.indexOf('[') >= 0);
        return new FieldPath(
                plain ? String.join(".", names) : "[" + String.join("][", names) + "]", List.copyOf(names));
    }

    private static int place(String name) {
        return PLACE.matcher(name).matches() ? Integer.parseInt(name) : NO_PLACE;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** Names on the way, at least 1. */
    public int length() {
        return keys.length;
    }

    /** One of the names, from 0. */
    public String name(int part) {
        return keys[part].name();
    }

    /** The last name. */
    public String lastName() {
        return keys[keys.length - 1].name();
    }

    Key key(int part) {
        return keys[part];
    }

    /** The place in a list that a part is, or {@link #NO_PLACE}. */
    int place(int part) {
        return places[part];
    }

    /** Whether the last name is a number, and so may be a place in a list. */
    boolean isPlace() {
        return length() > 1 && places[places.length - 1] != NO_PLACE;
    }

    /** The same way with one more name behind it. */
    public FieldPath then(String name) {
        List<String> names = names();
        names.add(name);
        return ofNames(names);
    }

    /** The same way with all of another behind it. */
    public FieldPath then(FieldPath behind) {
        List<String> names = names();
        names.addAll(behind.names());
        return ofNames(names);
    }

    /** The way to what this one is in. It has more than one name. */
    public FieldPath parent() {
        return ofNames(names().subList(0, keys.length - 1));
    }

    /** The way to what this one is in, with another last name. */
    public FieldPath beside(String name) {
        List<String> names = names();
        names.set(names.size() - 1, name);
        return ofNames(names);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Key key : keys) {
            names.add(key.name());
        }
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPath path && names().equals(path.names());
    }

    @Override
    public int hashCode() {
        return names().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
