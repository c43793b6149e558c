package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.joni.Region;

/** Groups of a grok pattern that go into one field. Immutable, and shared by all threads. */
final class GrokCapture {

    /** What a text becomes. */
    enum Type {
        TEXT,
        INTEGER,
        FLOAT,
        BOOLEAN;

        /** As a pattern has it; text if it has none, or one that is not known. Logstash knows but two. */
        static Type of(String name, boolean asLogstash) {
            return switch (name) {
                case "int" -> INTEGER;
                case "float" -> FLOAT;
                case "long" -> asLogstash ? TEXT : INTEGER;
                case "double" -> asLogstash ? TEXT : FLOAT;
                case "boolean" -> asLogstash ? TEXT : BOOLEAN;
                default -> TEXT;
            };
        }
    }

    private final FieldPath field;
    private final int[] groups;
    private final Type type;
    private final boolean overwrites;
    private final boolean asLogstash;

    GrokCapture(FieldPath field, int[] groups, Type type, boolean overwrites, boolean asLogstash) {
        this.field = field;
        this.groups = groups;
        this.type = type;
        this.overwrites = overwrites;
        this.asLogstash = asLogstash;
    }

    FieldPath field() {
        return field;
    }

    /** Whether a value that is there is replaced. */
    boolean overwrites() {
        return overwrites;
    }

    /** The first of its groups: captures go by that. */
    int first() {
        return groups[0];
    }

    /** This one with another one's groups, too. */
    GrokCapture with(GrokCapture other) {
        int[] all = Arrays.copyOf(groups, groups.length + other.groups.length);
        System.arraycopy(other.groups, 0, all, groups.length, other.groups.length);
        Arrays.sort(all);
        return new GrokCapture(field, all, type, overwrites, asLogstash);
    }

    boolean isLike(GrokCapture other) {
        return field.equals(other.field) && type == other.type;
    }

    /** How many values it may have from one match. */
    int size() {
        return groups.length;
    }

    /**
     * A group's value; null if it took no part, or matched nothing at all. Of the captures of one name with a type, Logstash gives the
     * type to the first one only; and nothing at all is the number 0 there.
     */
    JsonValue value(int place, Region region, byte[] bytes, int from) {
        int begin = region.getBeg(groups[place]);
        int end = region.getEnd(groups[place]);
        Type given = asLogstash && place > 0 ? Type.TEXT : type;
        boolean isNothing = begin < 0 || begin == end && (!asLogstash || given == Type.TEXT);
        return isNothing ? null : value(given, bytes, from + begin, from + end);
    }

    /** Whether a group took part, be it with nothing. */
    boolean takesPart(int place, Region region) {
        return region.getBeg(groups[place]) >= 0;
    }

    private static JsonValue value(Type type, byte[] bytes, int from, int to) {
        return switch (type) {
            case TEXT -> Leaf.text(bytes, from, to);
            case INTEGER -> RubyNumbers.integer(bytes, from, to);
            case FLOAT -> Values.json(RubyNumbers.number(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
            case BOOLEAN -> Values.json(Boolean.valueOf(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
        };
    }
}
