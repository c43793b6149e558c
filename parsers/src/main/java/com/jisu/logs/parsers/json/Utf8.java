package com.jisu.logs.parsers.json;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private Utf8() {}

    /** The offset after the character that begins here, or -1 if it is none. */
    public static int next(byte[] in, int at, int end) {
        int lead = in[at] & 0xFF;
        if (lead < 0x80) {
            return at + 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return -1;
        }
        int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (end - at <= more) {
            return -1;
        }
        int second = in[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return -1;
        }
        for (int i = 2; i <= more; i++) {
            if ((in[at + i] & 0xC0) != 0x80) {
                return -1;
            }
        }
        return at + more + 1;
    }

    /** Whether all of it is UTF-8. */
    public static boolean isValid(byte[] in, int from, int to) {
        int at = from;
        while (at < to) {
            at = next(in, at, to);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }
}
