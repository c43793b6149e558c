package com.jisu.logs.parsers.json;

import java.util.Arrays;

/**
 * A place in JSON (RFC 8259, strictly), which moves behind what is read there. Everything is checked: numbers, escapes,
 * UTF-8 (RFC 3629), and what is in arrays and objects. Used by one thread.
 */
public final class JsonCursor {

    /** Digits of the longest number that Elasticsearch's parser reads. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    private final int treeDepth;
    private final int maxNesting;
    private long[] arrays = new long[16]; // a bit for each open level: array or object

    private byte[] in;
    private int at;
    private int end;
    private boolean escaped;
    private boolean lineBreaks;

    /**
     * @param treeDepth levels of objects below which what is there is {@link Leaf#DEEP}
     * @param maxNesting levels of nesting; what is deeper is refused
     */
    public JsonCursor(int treeDepth, int maxNesting) {
        this.treeDepth = treeDepth;
        this.maxNesting = maxNesting;
    }

    /** Goes to where the JSON begins. */
    public void begin(byte[] json, int from, int to) {
        in = json;
        at = from;
        end = to;
    }

    byte[] in() {
        return in;
    }

    public int at() {
        return at;
    }

    public int end() {
        return end;
    }

    void moveTo(int offset) {
        at = offset;
    }

    public void skip(int bytes) {
        at += bytes;
    }

    /** The byte here, or -1 at the end. */
    public int peek() {
        return at < end ? in[at] : -1;
    }

    /** Whether the string that was read last has escape sequences. */
    boolean isEscaped() {
        return escaped;
    }

    /** A string, number or literal, as a slice. */
    public Leaf scalar() throws JsonSyntaxException {
        final int from = at;
        Leaf.Kind kind = skipScalar();
        int flags = kind == Leaf.Kind.STRING && escaped ? Leaf.ESCAPED : longNumber(kind, from);
        return new Leaf(kind, in, from, at, flags);
    }

    private Leaf.Kind skipScalar() throws JsonSyntaxException {
        switch (peek()) {
            case '"':
                string();
                return Leaf.Kind.STRING;
            case 't':
                literal("true");
                return Leaf.Kind.BOOLEAN;
            case 'f':
                literal("false");
                return Leaf.Kind.BOOLEAN;
            case 'n':
                literal("null");
                return Leaf.Kind.NULL;
            default:
                number();
                return Leaf.Kind.NUMBER;
        }
    }

    /** The flag of a number that is too long, which began at this offset and ends here; of anything else none. */
    private int longNumber(Leaf.Kind kind, int from) {
        return kind == Leaf.Kind.NUMBER && at - from > MAX_NUMBER_LENGTH ? Leaf.LONG_NUMBER : 0;
    }

    /**
     * An array, or an object that is not taken apart. Without recursion: its depth is its sender's choice.
     *
     * @param around levels of nesting around it
     */
    Leaf container(int around) throws JsonSyntaxException {
        final int from = at;
        int flags = 0;
        int depth = 0;
        lineBreaks = false;
        while (true) {
            switch (peek()) {
                case '{':
                case '[':
                    boolean array = in[at] == '[';
                    flags |= array ? 0 : Leaf.HOLDS_OBJECTS;
                    if (++depth > maxNesting - around) {
                        throw new JsonSyntaxException("nested deeper than " + maxNesting + " at byte " + at);
                    }
                    if (depth > treeDepth) {
                        flags |= Leaf.DEEP;
                    }
                    push(depth, array);
                    at++;
                    whitespace();
                    if (peek() == (array ? ']' : '}')) {
                        break; // empty: what follows closes it
                    }
                    if (!array) {
                        string();
                        colon();
                    }
                    continue;
                default:
                    final int scalarFrom = at;
                    Leaf.Kind kind = skipScalar();
                    flags |= (kind == Leaf.Kind.NULL ? 0 : Leaf.HOLDS_SCALARS) | longNumber(kind, scalarFrom);
            }
            depth = closed(depth);
            if (depth == 0) {
                flags |= lineBreaks ? Leaf.LINE_BREAKS : 0;
                return new Leaf(in[from] == '[' ? Leaf.Kind.ARRAY : Leaf.Kind.OBJECT, in, from, at, flags);
            }
        }
    }

    /** After a value: closes what ends here, or goes to where the next value begins. Gives the depth then. */
    private int closed(int depth) throws JsonSyntaxException {
        int open = depth;
        while (open > 0) {
            whitespace();
            boolean array = isArray(open);
            int next = peek();
            if (next == ',') {
                at++;
                whitespace();
                if (!array) {
                    string();
                    colon();
                }
                return open;
            }
            if (next != (array ? ']' : '}')) {
                throw expected(array ? "',' or ']'" : "',' or '}'");
            }
            at++;
            open--;
        }
        return 0;
    }

    private void push(int depth, boolean array) {
        if (depth >> 6 == arrays.length) {
            arrays = Arrays.copyOf(arrays, arrays.length * 2);
        }
        if (array) {
            arrays[depth >> 6] |= 1L << depth;
        } else {
            arrays[depth >> 6] &= ~(1L << depth);
        }
    }

    private boolean isArray(int depth) {
        return (arrays[depth >> 6] & 1L << depth) != 0;
    }

    void colon() throws JsonSyntaxException {
        whitespace();
        if (peek() != ':') {
            throw expected("':'");
        }
        at++;
        whitespace();
    }

    void string() throws JsonSyntaxException {
        if (peek() != '"') {
            throw expected("a string");
        }
        at++;
        escaped = false;
        while (true) {
            at = Ascii.notPlain(in, at, end);
            if (at >= end) {
                throw expected("the string's end");
            }
            byte b = in[at];
            if (b == '"') {
                at++;
                return;
            }
            if (b == '\\') {
                escaped = true;
                escape();
            } else if (b < 0) {
                at = Utf8.next(in, at, end);
                if (at < 0) {
                    at = 0;
                    throw new JsonSyntaxException("a string is not UTF-8");
                }
            } else {
                throw expected("no control character in a string");
            }
        }
    }

    void escape() throws JsonSyntaxException {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw expected("four hexadecimal digits");
                    }
                    at++;
                }
            }
            default -> throw expected("an escape sequence");
        }
    }

    private void number() throws JsonSyntaxException {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits("a value");
        }
        if (peek() == '.') {
            at++;
            digits("a digit");
        }
        if ((peek() | 0x20) == 'e') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("a digit");
        }
    }

    private void digits(String what) throws JsonSyntaxException {
        final int from = at;
        at = Ascii.afterDigits(in, at, end);
        if (at == from) {
            throw expected(what);
        }
    }

    private void literal(String word) throws JsonSyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw expected("'" + word + "'");
            }
            at++;
        }
    }

    public void whitespace() {
        if (at < end && in[at] > ' ') {
            return; // as between most values
        }
        skipWhitespace();
    }

    private void skipWhitespace() {
        while (at < end) {
            byte b = in[at];
            if (b > ' ') {
                return;
            }
            if (b == '\n' || b == '\r') {
                lineBreaks = true;
            } else if (b != ' ' && b != '\t') {
                return;
            }
            at++;
        }
    }

    JsonSyntaxException expected(String what) {
        return new JsonSyntaxException(
                "expected " + what + (at < end ? " at byte " + at : ", found the end after " + end + " bytes"));
    }
}
