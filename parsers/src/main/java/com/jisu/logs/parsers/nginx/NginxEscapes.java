package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Undoes what servers do to quotes, backslashes and bytes outside of printable ASCII: nginx's {@code \x22}, Apache's
 * {@code \"} and {@code \t}, and {@code \u0016} of nginx's escapes for JSON.
 */
final class NginxEscapes {

    /** What follows the backslash of an escape of two characters, and what each stands for. */
    private static final String LETTERS = "\"\\/tnrbfv";

    private static final String MEANINGS = "\"\\/\t\n\r\b\f\u000B";

    private static final int HEX = 4;
    private static final int UNICODE = 6;

    private NginxEscapes() {}

    /** The text of a part that stands in quotes with its escapes decoded; those that would be no UTF-8 stay. */
    static Leaf decode(byte[] line, int from, int to) {
        return decode(line, from, to, LETTERS);
    }

    /** The text of a part without quotes around it, which has no escapes but of backslashes and of bytes by number. */
    static Leaf decodeBare(byte[] line, int from, int to) {
        return decode(line, from, to, "\\");
    }

    private static Leaf decode(byte[] line, int from, int to, String letters) {
        int first = backslash(line, from, to);
        if (first == to) {
            return Leaf.text(line, from, to);
        }
        byte[] decoded = new byte[to - from];
        int[] origins = new int[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            int escape = escape(line, at, to, letters);
            origins[length] = at;
            if (escape == HEX) {
                decoded[length++] = (byte) hex(line, at + 2, at + HEX);
            } else if (escape == UNICODE) {
                byte[] character =
                        Character.toString(hex(line, at + 2, at + UNICODE)).getBytes(StandardCharsets.UTF_8);
                for (byte b : character) {
                    origins[length] = at;
                    decoded[length++] = b;
                }
            } else if (escape > 0) {
                decoded[length++] = (byte) MEANINGS.charAt(LETTERS.indexOf(line[at + 1]));
            } else {
                decoded[length++] = line[at];
            }
            at += Math.max(1, escape);
        }
        return Utf8.isValid(decoded, 0, length)
                ? Leaf.text(decoded, 0, length)
                : withoutInvalid(decoded, length, line, origins);
    }

    /** Bytes that are no UTF-8 are left as they were escaped. */
    private static Leaf withoutInvalid(byte[] decoded, int length, byte[] line, int[] origins) {
        byte[] text = new byte[length * HEX];
        int out = 0;
        int at = 0;
        while (at < length) {
            int next = Utf8.next(decoded, at, length);
            if (next > 0) {
                System.arraycopy(decoded, at, text, out, next - at);
                out += next - at;
                at = next;
            } else {
                int width = line[origins[at]] == '\\' ? HEX : 1;
                System.arraycopy(line, origins[at], text, out, width);
                out += width;
                at++;
            }
        }
        return Leaf.text(text, 0, out);
    }

    private static int backslash(byte[] line, int from, int to) {
        int at = from;
        while (at < to && line[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Characters of the escape that begins here; 0 if none does. */
    private static int escape(byte[] line, int at, int to, String letters) {
        if (line[at] != '\\' || to - at < 2) {
            return 0;
        }
        byte letter = line[at + 1];
        if (letter == 'x') {
            return hex(line, at + 2, Math.min(to, at + HEX)) >= 0 && to - at >= HEX ? HEX : 0;
        }
        if (letter == 'u' && letters.length() > 1) {
            int unit = to - at >= UNICODE ? hex(line, at + 2, at + UNICODE) : -1;
            return unit >= 0 && !Character.isSurrogate((char) unit) ? UNICODE : 0;
        }
        return letters.indexOf(letter) >= 0 ? 2 : 0;
    }

    /** The number that these digits are; -1 where one is none. */
    private static int hex(byte[] line, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
