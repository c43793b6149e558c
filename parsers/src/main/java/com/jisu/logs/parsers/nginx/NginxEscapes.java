package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.Utf8;

/** Undoes what nginx does to quotes, backslashes and bytes outside of printable ASCII: {@code \x22}. */
final class NginxEscapes {

    private NginxEscapes() {}

    /** The text with its escapes decoded; as it stands where that would be no UTF-8. */
    static Leaf decode(byte[] line, int from, int to) {
        int first = from;
        while (first < to && !isEscape(line, first, to)) {
            first++;
        }
        if (first == to) {
            return Leaf.text(line, from, to);
        }
        byte[] decoded = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            if (isEscape(line, at, to)) {
                decoded[length++] = (byte) (Character.digit(line[at + 2], 16) << 4 | Character.digit(line[at + 3], 16));
                at += 4;
            } else {
                decoded[length++] = line[at++];
            }
        }
        return Utf8.isValid(decoded, 0, length) ? Leaf.text(decoded, 0, length) : Leaf.text(line, from, to);
    }

    private static boolean isEscape(byte[] line, int at, int to) {
        return line[at] == '\\'
                && to - at >= 4
                && line[at + 1] == 'x'
                && Character.digit(line[at + 2], 16) >= 0
                && Character.digit(line[at + 3], 16) >= 0;
    }
}
