package com.jisu.logs.streams;

import java.nio.charset.StandardCharsets;

/** Beats events with lines of containers. */
final class ContainerEvent {

    /** Bytes of text of which dockerd makes a part. */
    static final int PART = 16 * 1024;

    private ContainerEvent() {}

    /** A text that is as long as a part of dockerd's. */
    static String part(String begin) {
        return begin + ".".repeat(PART - begin.length());
    }

    /** @param text without a line end, a part of a line where it has {@link #PART} bytes */
    static byte[] jsonFile(String container, String stream, long offset, String text) {
        return jsonFile(container, stream, offset, 1, text);
    }

    /** @param second of the engine's time: that of all parts of a line */
    static byte[] jsonFile(String container, String stream, long offset, int second, String text) {
        String line = "{\"log\":" + quoted(text) + ",\"stream\":\"" + stream
                + "\",\"time\":\"2026-11-23T09:59:%02d.000000001Z\"}".formatted(second);
        return event("/var/lib/docker/containers/" + container + "/" + container + "-json.log", offset, line);
    }

    /** @param tag {@code P} or {@code F} */
    static byte[] cri(String container, String stream, long offset, String tag, String text) {
        String line = "2026-11-23T09:59:59.%09dZ ".formatted(offset) + stream + " " + tag + " " + text;
        return event("/var/log/pods/" + container + "/0.log", offset, line);
    }

    private static byte[] event(String path, long offset, String line) {
        return ("{\"@timestamp\":\"2026-11-23T09:59:59.500Z\",\"message\":" + quoted(line)
                        + ",\"fields\":{\"logtype\":\"docker\"},\"agent\":{\"id\":\"a\"},\"log\":{\"offset\":" + offset
                        + ",\"file\":{\"path\":\"" + path + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
