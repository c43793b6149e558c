package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;

/**
 * Reads an object as a server writes it that does not escape for JSON: values may be missing behind their colons, numbers
 * may have zeros in front or be lists, strings may have quotes inside, and {@code \x22}. Used by one thread.
 */
final class LenientJson {

    private static final int MAX_MEMBERS = 256;

    private byte[] text;
    private int at;
    private int end;

    /** The object that the text is; null if it has not the shape of one. All its values are texts. */
    JsonObject read(byte[] line, int from, int to) {
        text = line;
        at = from;
        end = to;
        skipBlanks();
        while (end > at && text[end - 1] <= ' ' && text[end - 1] >= 0) {
            end--;
        }
        if (at >= end || text[at] != '{' || text[end - 1] != '}') {
            return null;
        }
        at++;
        end--;
        JsonObject object = new JsonObject();
        while (object.size() < MAX_MEMBERS) {
            if (!member(object)) {
                return null;
            }
            skipBlanks();
            if (at == end) {
                return object;
            }
            at++; // a comma, where a value ends
        }
        return null;
    }

    private boolean member(JsonObject object) {
        skipBlanks();
        int nameFrom = at + 1;
        int nameTo = nameEnd(at);
        if (nameTo < 0) {
            return false;
        }
        Key name = new Key(new String(text, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8), false);
        at = nameTo + 1;
        skipBlanks();
        at++; // the colon
        skipBlanks();
        Leaf value = at < end && text[at] == '"' ? string() : bare();
        if (value == null) {
            return false;
        }
        object.put(name, value);
        return true;
    }

    private Leaf string() {
        int from = at + 1;
        for (int quote = from; quote < end; quote++) {
            if (text[quote] == '\\' && quote + 1 < end && text[quote + 1] != 'x') {
                quote++;
            } else if (text[quote] == '"' && isBehindValue(quote + 1)) {
                at = quote + 1;
                return NginxEscapes.decode(text, from, quote);
            }
        }
        return null;
    }

    /** A value without quotes goes up to where the next member begins. */
    private Leaf bare() {
        int from = at;
        while (at < end && !(text[at] == ',' && isMember(at + 1))) {
            if (text[at] == '{' || text[at] == '"') {
                return null;
            }
            at++;
        }
        int to = at;
        while (to > from && text[to - 1] == ' ') {
            to--;
        }
        return Leaf.text(text, from, to);
    }

    private boolean isBehindValue(int from) {
        int i = blanksEnd(from);
        return i == end || text[i] == ',' && isMember(i + 1);
    }

    /** Whether a name in quotes begins here, and a colon is behind it. */
    private boolean isMember(int from) {
        return nameEnd(blanksEnd(from)) >= 0;
    }

    /** Where the quote behind a member's name stands; -1 if no name begins here. */
    private int nameEnd(int from) {
        if (from >= end || text[from] != '"') {
            return -1;
        }
        int to = from + 1;
        while (to < end && (Ascii.isWord(text[to]) || text[to] == '-' || text[to] == '.' || text[to] == '@')) {
            to++;
        }
        int colon = to + 1 < end && text[to] == '"' && to > from + 1 ? blanksEnd(to + 1) : end;
        return colon < end && text[colon] == ':' ? to : -1;
    }

    private void skipBlanks() {
        at = blanksEnd(at);
    }

    private int blanksEnd(int from) {
        int i = from;
        while (i < end && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) {
            i++;
        }
        return i;
    }
}
