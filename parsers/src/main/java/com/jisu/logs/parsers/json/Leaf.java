package com.jisu.logs.parsers.json;

import java.nio.charset.StandardCharsets;

/**
 * A value as a slice of bytes: raw JSON as it was read, or text still to be escaped. Arrays, and objects that nobody
 * looks into, are leaves too. The bytes belong to the event being parsed and must not be kept beyond it.
 *
 * <p>A leaf knows whether anybody has asked what it says. To write it into a document or to hash it for an id, as this
 * package does, is to ask nothing: whatever it says, the same is done with it. Used by one thread, but for constants.
 */
public final class Leaf extends JsonValue {

    public enum Kind {
        /** Raw JSON of a string, with its quotes. */
        STRING,
        /** UTF-8 text without quotes, to be escaped when written. */
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL,
        ARRAY,
        OBJECT
    }

    public static final Leaf EMPTY_STRING = new Leaf(Kind.STRING, new byte[] {'"', '"'}, 0, 2, 0);

    /** A string with escape sequences in it. */
    static final int ESCAPED = 1;

    /** An array or object with an object somewhere inside. */
    public static final int HOLDS_OBJECTS = 2;

    /** An array or object with a string, number or boolean somewhere inside. */
    public static final int HOLDS_SCALARS = 4;

    /** A number, or a container of one, with more digits than Elasticsearch's parser reads. */
    public static final int LONG_NUMBER = 8;

    /** An array or object nested deeper than a document's own objects may be. */
    public static final int DEEP = 16;

    /** An array or object with line breaks between its values. Documents have none: a line holds one. */
    static final int LINE_BREAKS = 32;

    /** A string that is known to be a time as {@code Moment.toLeaf} writes it, with a year of four digits. */
    public static final int TIME = 64;

    private final Kind kind;
    final byte[] bytes;
    final int from;
    final int to;
    private final byte flags;
    private boolean asked;

    public Leaf(Kind kind, byte[] bytes, int from, int to, int flags) {
        this.kind = kind;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.flags = (byte) flags;
    }

    /** Text to be escaped when written. */
    public static Leaf text(byte[] utf8, int from, int to) {
        return new Leaf(Kind.TEXT, utf8, from, to, 0);
    }

    /** Text to be escaped when written. */
    public static Leaf text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Leaf(Kind.TEXT, utf8, 0, utf8.length, 0);
    }

    /** A number. */
    public static Leaf number(long number) {
        byte[] digits = digits(number);
        return new Leaf(Kind.NUMBER, digits, 0, digits.length, 0);
    }

    private static byte[] digits(long number) {
        if (number < 0) {
            return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        }
        int count = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            count++;
        }
        byte[] digits = new byte[count];
        long rest = number;
        for (int i = count - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return digits;
    }

    /** Raw JSON of a string, with its quotes, which may have escape sequences in it. */
    public static Leaf string(byte[] json) {
        return new Leaf(Kind.STRING, json, 0, json.length, ESCAPED);
    }

    /** Raw JSON of the given kind, known to be valid. */
    public static Leaf raw(Kind kind, byte[] json) {
        return new Leaf(kind, json, 0, json.length, 0);
    }

    public Kind kind() {
        return kind;
    }

    public byte[] bytes() {
        ask();
        return bytes;
    }

    public int from() {
        ask();
        return from;
    }

    public int to() {
        ask();
        return to;
    }

    public int length() {
        ask();
        return to - from;
    }

    /** Whether it has more bytes than so many. To know that is to ask nothing: it is looked at in each document. */
    public boolean isLongerThan(int bytesOfMost) {
        return to - from > bytesOfMost;
    }

    /** Says that somebody asks what it says, and has it from elsewhere. */
    public void ask() {
        if (!asked) { // constants are shared, and should stay in all caches
            asked = true;
        }
    }

    /** Says that all which was asked so far will be asked of the values of other events, too. */
    public void forgetAsked() {
        asked = false;
    }

    /** Whether anybody has asked what it says, and not only what kind of value it is. */
    public boolean isAsked() {
        return asked;
    }

    /** Whether it is of such a kind. That is no more than templates know of a value, which take no number that is long. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether it is a string with escape sequences in it. */
    public boolean isEscaped() {
        ask();
        return has(ESCAPED);
    }

    public boolean isString() {
        return kind == Kind.STRING || kind == Kind.TEXT;
    }

    /** Neither null nor a container. */
    public boolean isScalar() {
        return kind == Kind.STRING || kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.BOOLEAN;
    }

    /** A string's decoded text; the JSON itself of anything else. */
    public String text() {
        ask();
        if (kind == Kind.STRING) {
            return JsonText.decode(bytes, from + 1, to - 1, has(ESCAPED));
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether this is a string with exactly this ASCII text, unescaped. */
    public boolean isText(String ascii) {
        int quote = kind == Kind.STRING ? 1 : 0;
        if (!isString() || length() - 2 * quote != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + quote + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
