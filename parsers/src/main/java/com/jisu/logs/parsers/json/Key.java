package com.jisu.logs.parsers.json;

/** The name of an object's member, with what is worked out once per name. */
public final class Key {

    /** Characters of the longest name that becomes a field; far below Lucene's bound for a term. */
    static final int MAX_FIELD_NAME = 512;

    private final String name;
    private final int hash;
    private final byte[] json;
    private final char initial;
    private final boolean plain;
    private final boolean unique;

    /** @param unique whether no other key of this name is ever used by the same parser */
    public Key(String name, boolean unique) {
        this.name = name;
        this.unique = unique;
        int nameHash = name.hashCode();
        this.hash = nameHash ^ nameHash >>> 16;
        this.initial = name.isEmpty() ? 0 : name.charAt(0);
        this.plain = isPlain(name);
        JsonOutput out = new JsonOutput(name.length() + 8);
        out.write(',');
        out.quoted(name);
        out.write(':');
        this.json = out.toByteArray();
    }

    public String name() {
        return name;
    }

    /** The first character; NUL where there is none. */
    public char initial() {
        return initial;
    }

    /** A comma, the quoted name and a colon: all that stands between two values. */
    byte[] json() {
        return json;
    }

    /** Whether this is the name of one field as it stands: no dots, not blank, of bounded length. */
    public boolean isPlain() {
        return plain;
    }

    private static boolean isPlain(String name) {
        return name.indexOf('.') < 0 && isFieldName(name);
    }

    /** Whether Elasticsearch takes this as the name of a field, between dots. */
    public static boolean isFieldName(String part) {
        return !part.isBlank() && isBounded(part);
    }

    /** Whether a flattened field takes this as a key: it may be blank and have dots. */
    public boolean isFlattened() {
        return isBounded(name);
    }

    /** Not too long for a term, without the NUL that flattened fields use, and of whole characters. */
    private static boolean isBounded(String name) {
        return name.length() <= MAX_FIELD_NAME && name.indexOf('\0') < 0 && JsonOutput.loneSurrogate(name, 0) < 0;
    }

    /** Whether a key of the same name is the same key. */
    boolean isUnique() {
        return unique;
    }

    /** One of 64 bits, by the name's hash. */
    long bit() {
        return 1L << (hash ^ hash >>> 6);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Key key && hash == key.hash && name.equals(key.name));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }
}
