package com.jisu.logs.parsers.container;

import com.jisu.logs.parsers.json.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * Tells texts of which nothing but themselves can be said, by a look at how they begin: neither objects nor lines of servers,
 * and without levels, pairs and colours. What it says of a text as it is escaped in JSON, it says of the text itself: where
 * that is not sure, it says that the text is not plain.
 */
public final class PlainText {

    /** Bytes at the beginning among which a server's line shows itself. */
    private static final int HEAD = 160;

    private static final byte ESCAPE = 0x1B;
    private static final byte[] NGINX = "nginx: [".getBytes(StandardCharsets.US_ASCII);

    /** What may follow a backslash in JSON, of what is not looked for here. */
    private static final String LETTERS = "nrtbf\"";

    private PlainText() {}

    /**
     * Whether a text is surely plain.
     *
     * @param text the text, or the text as it is escaped in JSON, be that in a string of JSON again
     */
    public static boolean isPlain(byte[] text, int from, int to) {
        int begin = afterBlanks(text, from, to);
        if (begin == to) {
            return true;
        }
        byte first = text[begin];
        if (begin > from) {
            return first != '{' && isUncoloured(text, begin, to);
        }
        boolean isWord = first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' && !isLevel(text, from, to);
        return (isWord || first < 0 && first != (byte) 0xEF)
                && isHeadPlain(text, from, Math.min(to, from + HEAD))
                && isUncoloured(text, from, to);
    }

    /** Behind blanks and tabs, escaped or not. */
    private static int afterBlanks(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            int letter = afterBackslashes(text, at, to);
            boolean tab = letter > at && letter < to && text[letter] == 't';
            if (!tab && text[at] != ' ' && text[at] != '\t') {
                return at;
            }
            at = tab ? letter + 1 : at + 1;
        }
        return at;
    }

    private static int afterBackslashes(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] == '\\') {
            at++;
        }
        return at;
    }

    /** A word for a level in capitals, or the letter that klog has for one, with digits behind it. */
    private static boolean isLevel(byte[] text, int from, int to) {
        int end = from;
        while (end < to && text[end] >= 'A' && text[end] <= 'Z') {
            end++;
        }
        if (end == from + 1) {
            return end < to && text[end] >= '0' && text[end] <= '9';
        }
        for (byte[] word : ContainerText.LEVELS) {
            if (end - from == word.length && startsWith(text, from, to, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] text, int from, int to, byte[] word) {
        if (to - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (text[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** No pair, and no bracket of an access line's time, in front of the first character that JSON escapes. */
    private static boolean isHeadPlain(byte[] text, int from, int to) {
        boolean firstWord = true;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
                break;
            }
            firstWord &= b != ' ';
            boolean time = b == '[' && i > from && text[i - 1] == ' ' && i + 1 < to && isDigit(text[i + 1]);
            if (time || firstWord && b == '=') {
                return false;
            }
        }
        return !startsWith(text, from, to, NGINX);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** No character in it begins a colour, as it stands or as {@code \u001b}. */
    private static boolean isUncoloured(byte[] text, int from, int to) {
        int at = Ascii.notPlain(text, from, to);
        while (at < to) {
            if (text[at] == ESCAPE) {
                return false;
            }
            if (text[at] == '\\') {
                int letter = afterBackslashes(text, at, to);
                if (letter < to && isOfEscape(text[letter])) {
                    return false;
                }
                at = letter;
            }
            at = Ascii.notPlain(text, at + 1, to);
        }
        return true;
    }

    /** Whether an escape of this letter stands for what is looked for, or for something that need not have been escaped. */
    private static boolean isOfEscape(byte letter) {
        return LETTERS.indexOf(letter) < 0;
    }
}
