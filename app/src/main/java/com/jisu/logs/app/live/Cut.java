package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/**
 * Texts and payloads of any size, cut to what a page shows; the cut says how much is missing. Bounds are in bytes of JSON, too:
 * what is one byte in a record can be six there.
 */
final class Cut {

    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG_CHARS = 64;

    private Cut() {}

    /** At most this many characters, and three times as many bytes of JSON. */
    static String to(int chars, String text) {
        return to(chars, 3 * chars, text);
    }

    /** At most this many characters, and this many bytes of JSON; what says how much is missing comes on top. */
    static String to(int chars, int jsonBytes, String text) {
        int end = Math.min(fitting(jsonBytes, text), text.length() <= chars ? text.length() : whole(chars, text));
        return end == text.length()
                ? text
                : text.substring(0, end) + " … (" + (text.length() - end) + " more characters)";
    }

    /**
     * At most this many bytes, and this many of JSON. Bytes that should be UTF-8; those that are not become replacement
     * characters.
     */
    static String utf8(int maxBytes, int jsonBytes, byte[] bytes) {
        if (bytes == null) {
            return "";
        }
        int end = Math.min(maxBytes, bytes.length);
        while (end < bytes.length && end > maxBytes - 4 && (bytes[end] & 0xc0) == 0x80) {
            end--; // not in the middle of a character
        }
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        int fitting = fitting(jsonBytes, text);
        if (fitting < text.length()) {
            text = text.substring(0, fitting);
            end = Math.min(end, text.getBytes(StandardCharsets.UTF_8).length);
        }
        return end == bytes.length ? text : text + " … (" + (bytes.length - end) + " more bytes)";
    }

    /** The first tags, each cut; how many more there are is one of its own. */
    static ArrayNode tags(JsonNode tags) {
        ArrayNode cut = JsonNodeFactory.instance.arrayNode();
        if (tags.isValueNode() && !tags.isNull()) {
            cut.add(to(MAX_TAG_CHARS, tags.asText()));
        }
        for (int i = 0; i < Math.min(MAX_TAGS, tags.size()); i++) {
            JsonNode tag = tags.path(i);
            cut.add(to(MAX_TAG_CHARS, tag.isValueNode() ? tag.asText() : tag.toString()));
        }
        if (tags.isArray() && tags.size() > MAX_TAGS) {
            cut.add("… (" + (tags.size() - MAX_TAGS) + " more tags)");
        }
        return cut;
    }

    private static int whole(int end, String text) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** How many characters fit into so many bytes of a JSON string. */
    private static int fitting(int jsonBytes, String text) {
        int used = 0;
        for (int at = 0; at < text.length(); at++) {
            used += jsonBytes(text.charAt(at));
            if (used > jsonBytes) {
                return at > 0 ? whole(at, text) : 0;
            }
        }
        return text.length();
    }

    private static int jsonBytes(char c) {
        if (c < 0x20) {
            return 6; // \\u001f
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
