package com.jisu.logs.parsers.json;

import java.nio.charset.StandardCharsets;

/** What stands between the quotes of a JSON string, which the scanner has found to be valid. */
public final class JsonText {

    private JsonText() {}

    /** Decodes to a string; lone surrogates stay lone surrogates. */
    static String decode(byte[] json, int from, int to, boolean escaped) {
        if (!escaped) {
            return new String(json, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        int at = from;
        while (at < to) {
            if (json[at] != '\\') {
                at++;
                continue;
            }
            text.append(new String(json, plain, at - plain, StandardCharsets.UTF_8));
            byte escape = json[at + 1];
            if (escape == 'u') {
                text.append((char) hex4(json, at + 2));
                at += 6;
            } else {
                text.append((char) unescaped(escape));
                at += 2;
            }
            plain = at;
        }
        return text.append(new String(json, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * Decodes to UTF-8. A lone surrogate has no UTF-8 form: its escape stays as the six characters that it is, so that
     * JSON inside a JSON string stays exactly what it was.
     *
     * @param target takes the text from {@code targetFrom} on; has room for {@code to - from} bytes
     * @return the offset after the text's last byte
     */
    public static int decode(byte[] json, int from, int to, byte[] target, int targetFrom) {
        int out = targetFrom;
        int at = from;
        while (at < to) {
            final int run = at;
            at = Ascii.copyToBackslash(json, at, to, target, out);
            out += at - run;
            if (at == to) {
                break;
            }
            byte escape = json[at + 1];
            if (escape != 'u') {
                target[out++] = unescaped(escape);
                at += 2;
                continue;
            }
            int unit = hex4(json, at + 2);
            if (!Character.isSurrogate((char) unit)) {
                out = putUtf8(unit, target, out);
                at += 6;
            } else if (isPair(json, at, to, unit)) {
                out = putUtf8(Character.toCodePoint((char) unit, (char) hex4(json, at + 8)), target, out);
                at += 12;
            } else {
                System.arraycopy(json, at, target, out, 6);
                out += 6;
                at += 6;
            }
        }
        return out;
    }

    private static boolean isPair(byte[] json, int at, int to, int unit) {
        return Character.isHighSurrogate((char) unit)
                && at + 12 <= to
                && json[at + 6] == '\\'
                && json[at + 7] == 'u'
                && Character.isLowSurrogate((char) hex4(json, at + 8));
    }

    static int putUtf8(int codePoint, byte[] target, int at) {
        int out = at;
        if (codePoint < 0x80) {
            target[out++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            target[out++] = (byte) (0xC0 | codePoint >> 6);
            target[out++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            target[out++] = (byte) (0xE0 | codePoint >> 12);
            target[out++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            target[out++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            target[out++] = (byte) (0xF0 | codePoint >> 18);
            target[out++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            target[out++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            target[out++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return out;
    }

    /** What an escape sequence of one letter stands for. */
    static byte unescaped(byte escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escape; // a quote, a backslash or a slash
        };
    }

    private static int hex4(byte[] json, int at) {
        return Character.digit(json[at], 16) << 12
                | Character.digit(json[at + 1], 16) << 8
                | Character.digit(json[at + 2], 16) << 4
                | Character.digit(json[at + 3], 16);
    }
}
