package com.jisu.logs.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One Beats event as Filebeat ships it. */
public final class BeatsEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BeatsEvent() {}

    /** @param offset the line's place in its file, which makes the event a different one */
    static byte[] of(String logType, String timestamp, long offset, String message) {
        return of(logType, "development", timestamp, offset, message);
    }

    static byte[] of(String logType, String environment, String timestamp, long offset, String message) {
        return bytes(event(logType, environment, timestamp, offset, message));
    }

    /** An event that can be told from all others: {@code fields.number} of its document. */
    public static byte[] numbered(String logType, String timestamp, long number, String message) {
        ObjectNode event = event(logType, "production", timestamp, number, message);
        event.withObject("/fields").put("number", number);
        return bytes(event);
    }

    /** The same, of a line of this file that begins at this offset. */
    public static byte[] ofFile(
            String path, String logType, String timestamp, long offset, long number, String message) {
        ObjectNode event = event(logType, "production", timestamp, offset, message);
        event.withObject("/fields").put("number", number);
        event.withObject("/log/file").put("path", path).put("inode", Integer.toString(path.hashCode()));
        return bytes(event);
    }

    private static ObjectNode event(String logType, String environment, String timestamp, long offset, String message) {
        ObjectNode event = JSON.createObjectNode();
        event.put("@timestamp", timestamp);
        event.putObject("@metadata").put("beat", "filebeat").put("type", "_doc").put("version", "8.19.0");
        event.put("message", message);
        event.putObject("fields").put("logtype", logType).put("environment", environment);
        event.putObject("input").put("type", "filestream");
        ObjectNode log = event.putObject("log").put("offset", offset);
        log.putObject("file")
                .put("path", "/var/log/test.log")
                .put("device_id", "2049")
                .put("inode", "131");
        event.putObject("host").put("name", "web-1");
        event.putObject("agent")
                .put("type", "filebeat")
                .put("version", "8.19.0")
                .put("id", "end-to-end")
                .put("name", "web-1");
        event.putObject("ecs").put("version", "8.0.0");
        return event;
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
