package com.jisu.logs.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an {@link Endpoint} answers: a whole body, or a stream of server-sent events.
 *
 * @param headers beside the length, which is added
 * @param body empty for a stream
 * @param opened gets the stream once its headers are on their way; nothing where the body is all
 */
public record Answer(int status, Map<String, String> headers, byte[] body, Optional<Consumer<EventStream>> opened) {

    private static final String CONTENT_TYPE = "Content-Type";

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of(CONTENT_TYPE, contentType), body, Optional.empty());
    }

    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(int status, JsonNode json) {
        return of(status, "application/json", (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A stream of server-sent events (WHATWG HTML, 9.2).
     *
     * @param opened runs on the connection's event loop: it must not wait
     */
    public static Answer events(Consumer<EventStream> opened) {
        return new Answer(200, Map.of(CONTENT_TYPE, "text/event-stream"), new byte[0], Optional.of(opened));
    }

    public Answer withHeaders(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body, opened);
    }
}
