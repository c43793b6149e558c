package com.jisu.logs.ingest.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds where in an event's bytes the members of its JSON object are. Nothing is decoded but names. */
final class EventMembers {

    /**
     * Members are remembered and names are kept in tables: of more tokens than any log event has, that would take many
     * times the event's own bytes.
     */
    static final int MAX_TOKENS = 200_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // they would outlive the event
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth(MAX_TOKENS)
                    // Names and values are found, not decoded: the event's own length bounds them.
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] event;

    /**
     * Where a member's name and its value are.
     *
     * @param from offset of the name's first quote
     * @param value offset of the value
     * @param to offset after the value
     */
    record Member(String name, int from, int value, int to) {

        int bytes() {
            return to - from + 1; // and a comma
        }
    }

    EventMembers(byte[] event) {
        this.event = event;
    }

    /**
     * The members of the event's root.
     *
     * @throws IOException if the event is no JSON object, or one of too many tokens
     */
    List<Member> ofRoot() throws IOException {
        List<Member> members = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                members.add(readMember(parser, 0));
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than an object");
            }
        }
        return members;
    }

    private Member readMember(JsonParser parser, int offset) throws IOException {
        if (parser.currentTokenLocation().getByteOffset() < 0) {
            throw new IOException("not UTF-8"); // but UTF-16 or UTF-32, which Jackson reads, too
        }
        String name = parser.currentName();
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        JsonToken token = parser.nextToken();
        int value = offset + (int) parser.currentTokenLocation().getByteOffset();
        if (token == JsonToken.VALUE_STRING) {
            return new Member(name, from, value, endOfString(value)); // not decoded: that would take twice its bytes
        }
        parser.skipChildren();
        return new Member(
                name, from, value, offset + (int) parser.currentLocation().getByteOffset());
    }

    private int endOfString(int value) throws IOException {
        int at = value + 1;
        while (at < event.length && event[at] != '"') {
            at += event[at] == '\\' ? 2 : 1;
        }
        if (at >= event.length) {
            throw new IOException("a string without an end");
        }
        return at + 1;
    }

    /** The member of a member that is an object, or null; the last of a name counts. */
    Member of(Member object, String name) {
        try (JsonParser parser = JSON.createParser(event, object.value, object.to - object.value)) {
            parser.nextToken();
            Member last = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Member member = readMember(parser, object.value);
                if (member.name.equals(name)) {
                    last = member;
                }
            }
            return last;
        } catch (IOException e) {
            throw readAgain(e);
        }
    }

    /** Whether a value is this string, or a list with it. */
    boolean hasString(Member member, String text) {
        try (JsonParser parser = JSON.createParser(event, member.value, member.to - member.value)) {
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

    private static IllegalStateException readAgain(IOException e) {
        return new IllegalStateException("a value that was read once cannot be read again", e);
    }
}
