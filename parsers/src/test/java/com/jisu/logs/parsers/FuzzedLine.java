package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What has to hold of a log line whatever bytes it is, in both schemas. Not thread-safe. */
final class FuzzedLine {

    /** Parsed between two times that the same line is: parsers are used again and again. */
    private static final byte[] OTHER = Fixtures.event("docker", "{\"log\":\"{\\\"level\\\":30}\\n\"}")
            .toString()
            .getBytes(UTF_8);

    /** An escaped one, after any number of escaped backslashes. */
    private static final Pattern SURROGATE =
            Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");

    private final Map<Schema, EventParser> parsers = new EnumMap<>(Schema.class);
    private final String logType;

    FuzzedLine(String logType) {
        this.logType = logType;
        for (Schema schema : Schema.values()) {
            parsers.put(schema, new EventParser(Fixtures.settings(schema)));
        }
    }

    /**
     * Parses it and checks what holds for every line.
     *
     * @return its document in ECS, or null where the bytes are no UTF-8
     */
    ObjectNode check(byte[] line) {
        byte[] event = event(line);
        if (!Utf8.isValid(line, 0, line.length)) {
            parsers.values().forEach(parser -> assertRefused(parser, event));
            return null;
        }
        document(Schema.LOGSTASH, event);
        ObjectNode document = document(Schema.ECS, event);
        IndexMapping.assertTakes(document);
        return document;
    }

    private static void assertRefused(EventParser parser, byte[] event) {
        try {
            parser.parse(event, Fixtures.POSITION, Fixtures.ARRIVAL);
            throw new AssertionError("read as JSON, but is no UTF-8: " + new String(event, UTF_8));
        } catch (MalformedEventException e) {
            assertThat(e.reason()).isEqualTo("not_json");
        }
    }

    private ObjectNode document(Schema schema, byte[] event) {
        EventParser parser = parsers.get(schema);
        ParsedEvent parsed = parse(parser, event);
        parse(parser, OTHER);
        ParsedEvent again = parse(parser, event);
        assertThat(new String(again.document(), UTF_8)).isEqualTo(new String(parsed.document(), UTF_8));
        assertThat(again.id()).isEqualTo(parsed.id());
        assertThat(again.time()).isEqualTo(parsed.time());

        ParserSettings settings = Fixtures.settings(schema);
        assertThat(parsed.time())
                .isBetween(
                        Fixtures.ARRIVAL - settings.maxAge().toMillis(),
                        Fixtures.ARRIVAL + settings.maxAhead().toMillis());
        assertThat(Utf8.isValid(parsed.document(), 0, parsed.document().length)).isTrue();
        assertThat(parsed.document())
                .as("a line break would end a bulk request's line")
                .doesNotContain('\n');
        ObjectNode document = (ObjectNode) Fixtures.json(withWholeCharacters(new String(parsed.document(), UTF_8)));
        for (String tag : parsed.tags()) {
            assertThat(document.path("tags").toString()).contains(tag);
        }
        return document;
    }

    /** Jackson refuses names, though not values, with half of a surrogate pair. */
    private static String withWholeCharacters(String json) {
        return SURROGATE.matcher(json).replaceAll("$1\\\\ufffd");
    }

    private static ParsedEvent parse(EventParser parser, byte[] event) {
        try {
            return parser.parse(event, Fixtures.POSITION, Fixtures.ARRIVAL);
        } catch (MalformedEventException e) {
            throw new AssertionError(new String(event, UTF_8), e);
        }
    }

    static boolean hasTag(JsonNode document, String tag) {
        for (JsonNode each : document.path("tags")) {
            if (each.asText().equals(tag)) {
                return true;
            }
        }
        return false;
    }

    /** An event with these very bytes in its message, but for what JSON has to escape. */
    private byte[] event(byte[] line) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(line.length + 200);
        event.writeBytes(("{\"@timestamp\":\"2024-05-06T07:00:00.123Z\",\"fields\":{\"logtype\":\"" + logType
                        + "\",\"environment\":\"test\"},\"message\":\"")
                .getBytes(UTF_8));
        for (byte b : line) {
            if (b >= 0 && b < ' ') {
                event.writeBytes(String.format(Locale.ROOT, "\\u%04x", b).getBytes(UTF_8));
            } else {
                if (b == '"' || b == '\\') {
                    event.write('\\');
                }
                event.write(b);
            }
        }
        event.writeBytes("\"}".getBytes(UTF_8));
        return event.toByteArray();
    }
}
