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

        /** As a pattern has it; text if it has none, or one that is not known: as in Logstash. */
        static Type of(String name) {
            return switch (name) {
                case "int", "long" -> INTEGER;
                case "float", "double" -> FLOAT;
                case "boolean" -> BOOLEAN;
                default -> TEXT;
            };
        }
    }

    private final FieldPath field;
    private final int[] groups;
    private final Type type;
    private final boolean overwrites;

    GrokCapture(FieldPath field, int[] groups, Type type, boolean overwrites) {
        this.field = field;
        this.groups = groups;
        this.type = type;
        this.overwrites = overwrites;
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
        return new GrokCapture(field, all, type, overwrites);
    }

    boolean isLike(GrokCapture other) {
        return field.equals(other.field) && type == other.type;
    }

    /** How many values it may have from one match. */
    int size() {
        return groups.length;
    }

    /** A group's value; null if it took no part, or matched nothing at all. */
    JsonValue value(int place, Region region, byte[] bytes, int from) {
        int begin = region.getBeg(groups[place]);
        int end = region.getEnd(groups[place]);
        return begin < 0 || begin == end ? null : value(bytes, from + begin, from + end);
    }

    /** Whether a group took part, be it with nothing. */
    boolean takesPart(int place, Region region) {
        return region.getBeg(groups[place]) >= 0;
    }

    private JsonValue value(byte[] bytes, int from, int to) {
        return switch (type) {
            case TEXT -> Leaf.text(bytes, from, to);
            case INTEGER -> RubyNumbers.integer(bytes, from, to);
            case FLOAT -> Values.json(RubyNumbers.number(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
            case BOOLEAN -> Values.json(Boolean.valueOf(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
        };
    }
}
