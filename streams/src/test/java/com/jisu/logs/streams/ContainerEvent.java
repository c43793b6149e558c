package com.jisu.logs.streams;

import java.nio.charset.StandardCharsets;

/** Beats events with lines of containers. */
final class ContainerEvent {

    private ContainerEvent() {}

    /** @param text without a line end, a part of a line */
    static byte[] jsonFile(String container, String stream, long offset, String text) {
        String line = "{\"log\":" + quoted(text) + ",\"stream\":\"" + stream
                + "\",\"time\":\"2026-11-23T09:59:59.000000001Z\"}";
        return event("/var/lib/docker/containers/" + container + "/" + container + "-json.log", offset, line);
    }

    /** @param tag {@code P} or {@code F} */
    static byte[] cri(String container, String stream, long offset, String tag, String text) {
        String line = "2026-11-23T09:59:59.000000001Z " + stream + " " + tag + " " + text;
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
