package com.jisu.logs.records.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the parts of a JSON object stand in its bytes. What is not changed can so be copied byte for byte: numbers,
 * escapes and the order of keys stay what they were. Immutable.
 */
public final class JsonSpans {

    /**
     * Tokens of the largest object of which only the members are read. They are remembered and names are kept in tables: of
     * more tokens than any log event has, that would take many times the object's own bytes.
     */
    static final int MAX_TOKENS = 200_000;

    /** As deep as Elasticsearch itself reads, and twice. */
    private static final int MAX_DEPTH = 2_000;

    private static final JsonFactory ALL =
            factory(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH));

    private static final JsonFactory MEMBERS =
            factory(StreamReadConstraints.builder().maxNestingDepth(MAX_TOKENS).maxTokenCount(MAX_TOKENS));

    /**
     * A value.
     *
     * @param kind START_OBJECT, START_ARRAY or a scalar
     * @param start of its first byte
     * @param end after its last byte
     * @param members of an object
     * @param elements of an array
     */
    public record Node(JsonToken kind, int start, int end, List<Member> members, List<Node> elements) {

        public boolean isObject() {
            return kind == JsonToken.START_OBJECT;
        }

        public boolean isArray() {
            return kind == JsonToken.START_ARRAY;
        }

        public boolean isString() {
            return kind == JsonToken.VALUE_STRING;
        }

        /** The value of the last member of this name, if this is an object that has one. */
        public Optional<Node> member(String name) {
            return named(name).map(Member::value);
        }

        /** The last member of this name, as for every reader of objects; earlier ones are members like any other. */
        public Optional<Member> named(String name) {
            return members.stream().filter(member -> member.name.equals(name)).reduce((first, second) -> second);
        }
    }

    /**
     * A name with its value.
     *
     * @param name unescaped
     * @param start of the name's quote
     * @param value after it
     */
    public record Member(String name, int start, Node value) {

        /** After the value. */
        public int end() {
            return value.end;
        }
    }

    private final byte[] json;
    private final Node root;

    private JsonSpans(byte[] json, JsonFactory factory, int levels) throws IOException {
        this.json = json;
        try (JsonParser parser = factory.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            root = node(parser, 0, levels);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON object");
            }
        }
    }

    private static JsonFactory factory(StreamReadConstraints.Builder constraints) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // they would outlive the object
                // Names and values are found, not decoded: the object's own length bounds them.
                .streamReadConstraints(constraints
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * Reads an object.
     *
     * @throws IOException if it is not JSON in UTF-8, is no object, or has something after its end
     */
    public static JsonSpans parse(byte[] json) throws IOException {
        return new JsonSpans(json, ALL, Integer.MAX_VALUE);
    }

    /**
     * Reads an object's own members; what is in them can be {@link #open opened}.
     *
     * @throws IOException as above, or if it has more than {@link #MAX_TOKENS} tokens
     */
    public static JsonSpans ofMembers(byte[] json) throws IOException {
        return new JsonSpans(json, MEMBERS, 1);
    }

    public Node root() {
        return root;
    }

    /** An object of which the members were not read, with them. */
    public Node open(Node object) {
        try (JsonParser parser = MEMBERS.createParser(json, object.start, object.end - object.start)) {
            parser.nextToken();
            return node(parser, object.start, 1);
        } catch (IOException e) {
            throw readAgain(e);
        }
    }

    /** Whether a value is this string, or a list with it. */
    public boolean holds(Node value, String text) {
        try (JsonParser parser = MEMBERS.createParser(json, value.start, value.end - value.start)) {
            boolean found = false;
            for (JsonToken token = parser.nextToken(); token != null && !found; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    parser.skipChildren();
                }
                found = token == JsonToken.VALUE_STRING && parser.getText().equals(text);
            }
            return found;
        } catch (IOException e) {
            throw readAgain(e);
        }
    }

    private static UncheckedIOException readAgain(IOException e) {
        return new UncheckedIOException("a value that was read once cannot be read again", e);
    }

    /** A string's characters. */
    public String text(Node string) {
        try (JsonParser parser = ALL.createParser(json, string.start, string.end - string.start)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw readAgain(e);
        }
    }

    /** Copies a value as it stands. */
    public void copy(Node node, ByteArrayOutputStream out) {
        out.write(json, node.start, node.end - node.start);
    }

    /** Copies a scalar as it stands, a string without its quotes. */
    public void copyUnquoted(Node scalar, ByteArrayOutputStream out) {
        int quote = scalar.isString() ? 1 : 0;
        out.write(json, scalar.start + quote, scalar.end - scalar.start - 2 * quote);
    }

    /** Copies a member's name as it stands, with the colon. */
    public void copyName(Member member, ByteArrayOutputStream out) {
        out.write(json, member.start, member.value.start - member.start);
    }

    /** Whether a value holds something, and leaving out these members leaves nothing of it. */
    static boolean isEmptied(Node node, Set<Member> left) {
        for (Member member : node.members) {
            if (!isLeft(member, left)) {
                return false;
            }
        }
        for (Node element : node.elements) {
            if (!isEmptied(element, left)) {
                return false;
            }
        }
        return !node.members.isEmpty() || !node.elements.isEmpty();
    }

    /** Whether a member is left out, or with it all that it holds. */
    public static boolean isLeft(Member member, Set<Member> left) {
        return left.contains(member) || isEmptied(member.value, left);
    }

    /** Copies a value, leaving out some of the members in it at any depth, and what holds nothing without them. */
    public void copyWithout(Node node, Set<Member> left, ByteArrayOutputStream out) {
        if (node.isObject()) {
            out.write('{');
            Separator separator = new Separator(out);
            for (Member member : node.members) {
                if (!isLeft(member, left)) {
                    separator.next();
                    copyName(member, out);
                    copyWithout(member.value, left, out);
                }
            }
            out.write('}');
        } else if (node.isArray()) {
            out.write('[');
            Separator separator = new Separator(out);
            for (Node element : node.elements) {
                if (!isEmptied(element, left)) {
                    separator.next();
                    copyWithout(element, left, out);
                }
            }
            out.write(']');
        } else {
            copy(node, out);
        }
    }

    /** Writes the comma between what follows one another. */
    public static final class Separator {
        private final ByteArrayOutputStream out;
        private boolean first = true;

        public Separator(ByteArrayOutputStream out) {
            this.out = out;
        }

        public void next() {
            if (!first) {
                out.write(',');
            }
            first = false;
        }
    }

    /**
     * @param offset where the parser's input begins
     * @param levels that are taken apart
     */
    private Node node(JsonParser parser, int offset, int levels) throws IOException {
        JsonToken kind = parser.currentToken();
        int start = offset(parser, offset);
        List<Member> members = List.of();
        List<Node> elements = List.of();
        if (kind == JsonToken.VALUE_STRING) {
            return new Node(kind, start, stringEnd(start), members, elements); // decoded, it would take twice its bytes
        }
        if (levels == 0) {
            parser.skipChildren();
        } else if (kind == JsonToken.START_OBJECT) {
            members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int nameStart = offset(parser, offset);
                parser.nextToken();
                members.add(new Member(name, nameStart, node(parser, offset, levels - 1)));
            }
        } else if (kind == JsonToken.START_ARRAY) {
            elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(node(parser, offset, levels - 1));
            }
        }
        int end = offset + (int) parser.currentLocation().getByteOffset();
        return new Node(kind, start, end, members, elements);
    }

    /** Where the current token begins. */
    private static int offset(JsonParser parser, int offset) throws IOException {
        long inInput = parser.currentTokenLocation().getByteOffset();
        if (inInput < 0) {
            throw new IOException("not UTF-8"); // but UTF-16 or UTF-32, which Jackson reads, too
        }
        return offset + (int) inInput;
    }

    private int stringEnd(int start) throws IOException {
        int end = JsonBytes.stringEnd(json, start);
        if (end < 0) {
            throw new IOException("a string without an end");
        }
        return end;
    }
}
