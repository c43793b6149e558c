package com.jisu.logs.app.live;

import java.nio.charset.StandardCharsets;

/** Texts and payloads of any size, cut to what a page shows; the cut says how much is missing. */
final class Cut {

    private Cut() {}

    static String to(int chars, String text) {
        if (text.length() <= chars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
        return text.substring(0, end) + " … (" + (text.length() - end) + " more characters)";
    }

    /** Bytes that should be UTF-8; those that are not become replacement characters. */
    static String utf8(int chars, byte[] bytes) {
        if (bytes == null) {
            return "";
        }
        if (bytes.length <= chars) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        int end = chars;
        while (end > chars - 4 && (bytes[end] & 0xc0) == 0x80) {
            end--; // not in the middle of a character
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + " … (" + (bytes.length - end) + " more bytes)";
    }
}
