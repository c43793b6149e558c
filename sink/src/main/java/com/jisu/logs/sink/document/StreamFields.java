package com.jisu.logs.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.jisu.logs.records.json.JsonBytes;
import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Member;
import com.jisu.logs.records.json.JsonSpans.Node;
import com.jisu.logs.sink.index.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a document says of the data stream that it belongs to, found in one pass over its first level, and the members that it has to have
 * there. Used once.
 *
 * <p>A data stream takes no document without {@code @timestamp}, and none whose {@code data_stream.*} disagrees with the stream's name.
 * What disagrees moves to {@code application.overflow}.
 */
public final class StreamFields {

    private static final String DATA_STREAM = "data_stream";
    private static final String TIMESTAMP = "@timestamp";
    private static final List<String> PARTS = List.of("type", "dataset", "namespace");
    private static final byte[] OF_DATASET = "dataset".getBytes(UTF_8);
    private static final byte[] OF_NAMESPACE = "namespace".getBytes(UTF_8);
    private static final byte[] OF_ENVIRONMENT = "environment".getBytes(UTF_8);
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] json;
    private final int brace;
    private String eventDataset;
    private String environment;
    private String fieldsEnvironment;
    private String ownDataset;
    private String ownNamespace;
    private boolean hasTimestamp;

    /** Whether there may be members that are ours to write, so that it has to be looked at closely. */
    private boolean hasOurs;

    private StreamFields(byte[] json) {
        this.json = json;
        this.brace = JsonBytes.next(json, 0);
        if (JsonBytes.is('{', json, brace)) {
            members();
        }
    }

    /** @param json an object; what is none has no fields, and is left as it is */
    public static StreamFields of(byte[] json) {
        return new StreamFields(json);
    }

    /** {@code event.dataset}, else {@code data_stream.dataset}; null where neither is a text. */
    String dataset() {
        return eventDataset != null ? eventDataset : ownDataset;
    }

    /** {@code environment}, else {@code fields.environment}, else {@code data_stream.namespace}; null where none is a text. */
    String namespace() {
        if (environment != null) {
            return environment;
        }
        return fieldsEnvironment != null ? fieldsEnvironment : ownNamespace;
    }

    private void members() {
        int at = JsonBytes.next(json, brace + 1);
        while (JsonBytes.is('"', json, at)) {
            int nameEnd = JsonBytes.closingQuote(json, at + 1);
            int colon = JsonBytes.next(json, nameEnd + 1);
            int value = JsonBytes.next(json, colon + 1);
            int end = JsonBytes.is(':', json, colon) && value < json.length ? JsonBytes.valueEnd(json, value) : -1;
            if (end < 0) {
                return;
            }
            member(at + 1, nameEnd, value);
            int comma = JsonBytes.next(json, end);
            at = JsonBytes.is(',', json, comma) ? JsonBytes.next(json, comma + 1) : json.length;
        }
    }

    private void member(int start, int end, int value) {
        switch (start < end ? json[start] : ' ') {
            case '@', 'e', 'f', 'd' -> known(new String(json, start, end - start, UTF_8), value);
            default -> hasOurs |= hasEscape(start, end);
        }
    }

    private void known(String name, int value) {
        switch (name) {
            case TIMESTAMP -> {
                hasTimestamp = true;
                hasOurs |= json[value] == 'n';
            }
            case "event" -> eventDataset = or(eventDataset, member(value, OF_DATASET));
            case "event.dataset" -> eventDataset = or(eventDataset, text(value));
            case "environment" -> environment = or(environment, text(value));
            case "fields" -> fieldsEnvironment = or(fieldsEnvironment, member(value, OF_ENVIRONMENT));
            case "fields.environment" -> fieldsEnvironment = or(fieldsEnvironment, text(value));
            case DATA_STREAM -> {
                hasOurs = true;
                ownDataset = or(ownDataset, member(value, OF_DATASET));
                ownNamespace = or(ownNamespace, member(value, OF_NAMESPACE));
            }
            case "data_stream.dataset" -> ownDataset = or(ownDataset, text(value));
            case "data_stream.namespace" -> ownNamespace = or(ownNamespace, text(value));
            default -> hasOurs |= name.indexOf('\\') >= 0;
        }
        hasOurs |= name.startsWith(DATA_STREAM + ".");
    }

    private static String or(String first, String second) {
        return first != null ? first : second;
    }

    private boolean hasEscape(int start, int end) {
        for (int i = start; i < end; i++) {
            if (json[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private String member(int object, byte[] name) {
        int value = JsonBytes.values(json, object, name)[0];
        return value == JsonBytes.NOT_FOUND ? null : text(value);
    }

    /** The text of a string; null for any other value. */
    private String text(int value) {
        int end = JsonBytes.is('"', json, value) ? JsonBytes.stringEnd(json, value) : -1;
        if (end < 0) {
            return null;
        }
        if (!hasEscape(value, end)) {
            return new String(json, value + 1, end - value - 2, UTF_8);
        }
        try (JsonParser parser = JSON.createParser(json, value, end - value)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException notJson) {
            return null;
        }
    }

    /** The document with a time, if it has none. */
    byte[] timed(Instant time) {
        return hasTimestamp || !JsonBytes.is('{', json, brace) ? json : before(json, timestamp(time));
    }

    /** The document as the stream takes it: with its parts of the name, and with a time. */
    byte[] stamped(StreamName stream, Instant time) {
        if (!JsonBytes.is('{', json, brace)) {
            return json;
        }
        if (!hasOurs) {
            String first = hasTimestamp ? "" : "," + timestamp(time);
            return before(json, new String(stream.member(), UTF_8) + first);
        }
        try {
            return closely(stream, time);
        } catch (IOException notJson) {
            return json; // it is refused for that
        }
    }

    private static String timestamp(Instant time) {
        return "\"" + TIMESTAMP + "\":\"" + time + "\"";
    }

    /** What it has of its own stays where it agrees; in the object that it is in, the rest has dotted names. */
    private byte[] closely(StreamName stream, Instant time) throws IOException {
        JsonSpans spans = JsonSpans.parse(json);
        Relocation relocation = new Relocation(spans, Repair.TAG);
        Set<String> agreeing = new HashSet<>();
        boolean timed = false;
        for (Member member : spans.root().members()) {
            String name = member.name();
            if (name.equals(DATA_STREAM) && member.value().isObject()) {
                member.value()
                        .members()
                        .forEach(each -> compare(each, each.name(), stream, spans, relocation, agreeing));
            } else if (name.equals(DATA_STREAM)) {
                relocation.take(member, name);
            } else if (name.startsWith(DATA_STREAM + ".")) {
                compare(member, name.substring(DATA_STREAM.length() + 1), stream, spans, relocation, agreeing);
            } else if (name.equals(TIMESTAMP)) {
                timed = true;
                if (isNull(member.value())) {
                    relocation.take(member, name);
                }
            }
        }
        byte[] rest = relocation.isEmpty() ? json : relocation.write(time);
        StringBuilder ours = new StringBuilder();
        for (String part : PARTS) {
            if (!agreeing.contains(part)) {
                ours.append(",\"").append(DATA_STREAM).append('.').append(part).append("\":\"");
                ours.append(stream.field(part)).append('"');
            }
        }
        ours.append(timed ? "" : "," + timestamp(time));
        return ours.isEmpty() ? rest : before(rest, ours.substring(1));
    }

    private static void compare(
            Member member,
            String name,
            StreamName stream,
            JsonSpans spans,
            Relocation relocation,
            Set<String> agreeing) {
        String expected = stream.field(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
        if (expected == null || isNull(member.value())) {
            return;
        }
        boolean agrees = !name.contains(".")
                && member.value().isString()
                && spans.text(member.value()).equals(expected);
        if (agrees) {
            agreeing.add(name);
        } else {
            relocation.take(member, DATA_STREAM + "." + name);
        }
    }

    private static boolean isNull(Node value) {
        return value.kind() == JsonToken.VALUE_NULL;
    }

    /** The object with these members in front. */
    private static byte[] before(byte[] object, String members) {
        int start = JsonBytes.next(object, 0) + 1;
        boolean isEmpty = JsonBytes.is('}', object, JsonBytes.next(object, start));
        byte[] first = members.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + first.length + 1);
        out.write(object, 0, start);
        out.writeBytes(first);
        if (!isEmpty) {
            out.write(',');
        }
        out.write(object, start, object.length - start);
        return out.toByteArray();
    }

    /**
     * A minimal form, which has nothing of a stream yet.
     *
     * @param stream nothing where it goes to an index
     */
    static byte[] minimal(byte[] json, Optional<StreamName> stream) {
        return stream.map(name -> before(json, new String(name.member(), UTF_8)))
                .orElse(json);
    }
}
