package com.jisu.logs.app.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The lines of one file as Beats events, shaped as Filebeat's filestream input shapes them. Not thread-safe.
 *
 * <p>Source of the format: Filebeat 8.19's own events; field names are ECS 8.
 */
final class FileEvents {

    /** Filebeat's own limit on a line (filestream's message_max_bytes): longer lines are cut there. */
    static final int MAX_LINE_BYTES = 10 * 1024 * 1024;

    private final JsonFactory json = new JsonFactory();
    private final InputStream in;
    private final Source source;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private int next;
    private int end;
    private long offset;
    private boolean isCut;
    private volatile long cutLines;

    /**
     * Where the lines come from and what Filebeat would say of it.
     *
     * @param path the file's absolute path, {@code -} for stdin
     * @param device and {@code inode}: the file's identity, where the file system has one
     * @param agentId this sender's own id
     */
    record Source(
            String path,
            Optional<String> device,
            Optional<String> inode,
            String logType,
            Optional<String> environment,
            String host,
            String agentId) {}

    FileEvents(InputStream in, Source source) {
        this.in = in;
        this.source = source;
    }

    /** The next line's event, or nothing at the end of the file. Empty lines are passed over, as Filebeat does. */
    Optional<byte[]> next() throws IOException {
        long start;
        do {
            start = offset;
            if (!readLine()) {
                return Optional.empty();
            }
        } while (line.size() == 0);
        return Optional.of(event(start, line.toString(StandardCharsets.UTF_8)));
    }

    /** How many lines were longer than Filebeat takes, so far. Any thread may ask. */
    long cutLines() {
        return cutLines;
    }

    /** Reads one line without its line end into {@link #line}; false at the end of the file. */
    private boolean readLine() throws IOException {
        line.reset();
        isCut = false;
        boolean any = false;
        while (true) {
            if (next == end) {
                end = Math.max(0, in.read(buffer));
                next = 0;
                if (end == 0) {
                    return any;
                }
            }
            any = true;
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            keep(from, next - from);
            offset += next - from;
            if (next < end) {
                next++;
                offset++;
                return true;
            }
        }
    }

    private void keep(int from, int length) {
        int kept = Math.min(length, MAX_LINE_BYTES - line.size());
        line.write(buffer, from, kept);
        if (kept < length && !isCut) {
            isCut = true;
            cutLines++;
        }
    }

    private byte[] event(long lineOffset, String message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length() + 512);
        try (JsonGenerator event = json.createGenerator(out)) {
            event.writeStartObject();
            event.writeStringField("@timestamp", Instant.now().toString());
            event.writeObjectFieldStart("@metadata");
            event.writeStringField("beat", "filebeat");
            event.writeStringField("type", "_doc");
            event.writeStringField("version", "8.19.0");
            event.writeEndObject();
            event.writeStringField(
                    "message", message.endsWith("\r") ? message.substring(0, message.length() - 1) : message);
            event.writeObjectFieldStart("fields");
            event.writeStringField("logtype", source.logType());
            if (source.environment().isPresent()) {
                event.writeStringField("environment", source.environment().get());
            }
            event.writeEndObject();
            event.writeObjectFieldStart("input");
            event.writeStringField("type", source.path().equals("-") ? "stdin" : "filestream");
            event.writeEndObject();
            writeLog(event, lineOffset);
            event.writeObjectFieldStart("host");
            event.writeStringField("name", source.host());
            event.writeEndObject();
            event.writeObjectFieldStart("agent");
            event.writeStringField("type", "filebeat");
            event.writeStringField("version", "8.19.0");
            event.writeStringField("id", source.agentId());
            event.writeStringField("name", source.host());
            event.writeEndObject();
            event.writeObjectFieldStart("ecs");
            event.writeStringField("version", "8.0.0");
            event.writeEndObject();
            event.writeEndObject();
        }
        return out.toByteArray();
    }

    private void writeLog(JsonGenerator event, long lineOffset) throws IOException {
        event.writeObjectFieldStart("log");
        event.writeNumberField("offset", lineOffset);
        event.writeObjectFieldStart("file");
        event.writeStringField("path", source.path());
        if (source.device().isPresent()) {
            event.writeStringField("device_id", source.device().get());
        }
        if (source.inode().isPresent()) {
            event.writeStringField("inode", source.inode().get());
        }
        event.writeEndObject();
        event.writeEndObject();
    }
}
