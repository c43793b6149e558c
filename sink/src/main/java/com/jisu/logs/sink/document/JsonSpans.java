package com.jisu.logs.sink.document;

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

    /** As deep as Elasticsearch itself reads, and twice. */
    private static final int MAX_DEPTH = 2_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

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

        /** The last member of this name, if this is an object that has one. */
        public Optional<Node> member(String name) {
            return members.stream()
                    .filter(member -> member.name.equals(name))
                    .reduce((first, second) -> second)
                    .map(Member::value);
        }
    }

    /**
     * A name with its value.
     *
     * @param name unescaped
     * @param start of the name's quote
     * @param value after it
     */
    public record Member(String name, int start, Node value) {}

    private final byte[] json;
    private final Node root;

    private JsonSpans(byte[] json, Node root) {
        this.json = json;
        this.root = root;
    }

    /**
     * Reads an object.
     *
     * @throws IOException if it is not JSON, is no object, or has something after its end
     */
    public static JsonSpans parse(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            Node root = node(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON object");
            }
            return new JsonSpans(json, root);
        }
    }

    public Node root() {
        return root;
    }

    /** A string's characters. */
    public String text(Node string) {
        try (JsonParser parser = JSON.createParser(json, string.start, string.end - string.start)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException("a string that was read is none", e);
        }
    }

    /** Copies a value as it stands. */
    void copy(Node node, ByteArrayOutputStream out) {
        out.write(json, node.start, node.end - node.start);
    }

    /** Copies a member's name as it stands, with the colon. */
    void copyName(Member member, ByteArrayOutputStream out) {
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
    static boolean isLeft(Member member, Set<Member> left) {
        return left.contains(member) || isEmptied(member.value, left);
    }

    /** Copies a value, leaving out some of the members in it at any depth, and what holds nothing without them. */
    void copyWithout(Node node, Set<Member> left, ByteArrayOutputStream out) {
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
    static final class Separator {
        private final ByteArrayOutputStream out;
        private boolean first = true;

        Separator(ByteArrayOutputStream out) {
            this.out = out;
        }

        void next() {
            if (!first) {
                out.write(',');
            }
            first = false;
        }
    }

    private static Node node(JsonParser parser) throws IOException {
        JsonToken kind = parser.currentToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        List<Member> members = List.of();
        List<Node> elements = List.of();
        if (kind == JsonToken.START_OBJECT) {
            members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int nameStart = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                members.add(new Member(name, nameStart, node(parser)));
            }
        } else if (kind == JsonToken.START_ARRAY) {
            elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(node(parser));
            }
        } else {
            parser.finishToken(); // strings are read lazily
        }
        return new Node(kind, start, (int) parser.currentLocation().getByteOffset(), members, elements);
    }
}
