package com.jisu.logs.app.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Bare log lines as the events that Filebeat would make of them, with nothing in them but what the parsers look at. */
final class LineEvents {

    private final JsonFactory json = new JsonFactory();
    private final String logType;

    LineEvents(String logType) {
        this.logType = logType;
    }

    /** @param offset of the line in its file, in bytes */
    byte[] event(byte[] line, String path, long offset) throws IOException {
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 256);
        try (JsonGenerator event = json.createGenerator(out)) {
            event.writeStartObject();
            event.writeStringField("@timestamp", Instant.now().toString());
            event.writeStringField("message", new String(line, 0, length, StandardCharsets.UTF_8));
            event.writeObjectFieldStart("fields");
            event.writeStringField("logtype", logType);
            event.writeEndObject();
            event.writeObjectFieldStart("log");
            event.writeNumberField("offset", offset);
            event.writeObjectFieldStart("file");
            event.writeStringField("path", path);
            event.writeEndObject();
            event.writeEndObject();
            event.writeEndObject();
        }
        return out.toByteArray();
    }
}
