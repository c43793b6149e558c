package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;

/**
 * Reads an object as a server writes it that does not escape for JSON, or that somebody has written a format for by hand: values
 * may be missing behind their colons, commas between members or too many, numbers may have zeros in front or be lists,
 * strings may have quotes inside, and {@code \x22}; and the line may be cut. Linear in the line's length: each place is looked at a
 * bounded number of times. Used by one thread.
 */
final class LenientJson {

    private static final int MAX_MEMBERS = 256;

    /** Values that begin with a bracket which nothing closes: each is looked through to the line's end. */
    private static final int MAX_OPEN = 16;

    private static final byte[] BEFORE = "{\"\":".getBytes(StandardCharsets.US_ASCII);

    private final JsonScanner scanner;
    private byte[] text;
    private int at;

    /** Of the members: less the brace behind them. */
    private int end;

    /** Whether there is no such brace. */
    private boolean cut;

    private int open;

    /** @param scanner reads objects and lists inside of the line */
    LenientJson(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** The object that the text is; null if it has not the shape of one. All its scalars are texts. */
    JsonObject read(byte[] line, int from, int to) {
        text = line;
        at = from;
        end = to;
        open = 0;
        skipBlanks();
        while (end > at && text[end - 1] <= ' ' && text[end - 1] >= 0) {
            end--;
        }
        if (at >= end || text[at] != '{') {
            return null;
        }
        at++;
        cut = at == end || text[end - 1] != '}';
        end -= cut ? 0 : 1;
        JsonObject object = new JsonObject();
        at = separatorEnd(at);
        while (at < end && isMember(at)) {
            if (object.size() == MAX_MEMBERS || !member(object)) {
                return null;
            }
            at = separatorEnd(at);
        }
        return object.size() > 0 && (at == end || isCutName(at)) ? object : null;
    }

    private boolean member(JsonObject object) {
        int nameTo = nameEnd(at);
        Key name = new Key(new String(text, at + 1, nameTo - at - 1, StandardCharsets.UTF_8), false);
        at = blanksEnd(nameTo + 1) + 1; // the colon
        skipBlanks();
        JsonValue value = value();
        if (value == null) {
            return false;
        }
        object.put(name, value);
        return true;
    }

    /** Null where none is there, nor a missing one. */
    private JsonValue value() {
        if (at == end || isMember(at)) {
            return Leaf.text(text, at, at);
        }
        if (text[at] == '"') {
            return string();
        }
        JsonValue nested = text[at] == '{' || text[at] == '[' ? nested() : null;
        return nested == null ? bare() : nested;
    }

    /** An object or a list; as text, where it is none of JSON, or cut. Null where there is nothing like that. */
    private JsonValue nested() {
        int from = at;
        int to = closed(from);
        if (to < 0 && !cut) {
            end++; // the brace may be its own, and the line cut behind it
            cut = true;
            to = closed(from);
            if (to < 0) {
                end--;
                cut = false;
                return null;
            }
        }
        if (to < 0) {
            at = end;
            return Leaf.text(text, from, end);
        }
        if (!isBehindValue(to)) {
            open++;
            return null;
        }
        at = to;
        return parsed(from, to);
    }

    /** What is in brackets, whose quotes a server may have escaped. */
    private JsonValue parsed(int from, int to) {
        Leaf plain = Leaf.text(text, from, to);
        JsonValue value = parsed(plain);
        if (value == null) {
            plain = NginxEscapes.decode(text, from, to);
            value = parsed(plain);
        }
        return value == null ? plain : value;
    }

    private JsonValue parsed(Leaf plain) {
        byte[] json = new byte[BEFORE.length + plain.length() + 1];
        System.arraycopy(BEFORE, 0, json, 0, BEFORE.length);
        System.arraycopy(plain.bytes(), plain.from(), json, BEFORE.length, plain.length());
        json[json.length - 1] = '}';
        try {
            return scanner.object(json, 0, json.length).value(0);
        } catch (JsonSyntaxException e) {
            return null;
        }
    }

    /** Behind the bracket that closes the one here; -1 if none does. */
    private int closed(int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < end && open < MAX_OPEN; i++) {
            byte b = text[i];
            if (b == '\\') {
                i++;
            } else if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && (b == '{' || b == '[')) {
                depth++;
            } else if (!quoted && (b == '}' || b == ']') && --depth == 0) {
                return i + 1;
            }
        }
        open++;
        return -1;
    }

    private Leaf string() {
        int from = at + 1;
        boolean json = from < end && (text[from] == '{' || text[from] == '[');
        int nestedTo = json ? closed(from) : -1;
        boolean unescaped = nestedTo > 0 && nestedTo < end && text[nestedTo] == '"' && isBehindValue(nestedTo + 1);
        open += json && !unescaped ? 1 : 0;
        int to = unescaped ? nestedTo : quote(from);
        if (to >= 0) {
            at = to + 1;
            return NginxEscapes.decode(text, from, to);
        }
        return cutString(from);
    }

    /** Where the quote is that ends a string; -1 where none does. */
    private int quote(int from) {
        for (int i = from; i < end; i++) {
            if (text[i] == '\\' && i + 1 < end && text[i + 1] != 'x') {
                i++;
            } else if (text[i] == '"' && isBehindValue(i + 1)) {
                return i;
            }
        }
        return -1;
    }

    /** All that is left; null where the object seems to end before, and something else to follow. */
    private Leaf cutString(int from) {
        for (int i = from; i < end; i++) {
            if (text[i] == '\\') {
                i++;
            } else if (text[i] == '"' && blanksEnd(i + 1) < end && text[blanksEnd(i + 1)] == '}') {
                return null;
            }
        }
        end += cut ? 0 : 1;
        cut = true;
        at = end;
        return NginxEscapes.decode(text, from, end);
    }

    /** A value without quotes goes up to where the next member begins. */
    private Leaf bare() {
        int from = at;
        while (at < end && !(isSeparator(at) && (at == from || !isSeparator(at - 1)) && isBehindValue(at))) {
            at++;
        }
        int to = at;
        return isBare(from, to) ? Leaf.text(text, from, to) : null;
    }

    /** In what stands without quotes there are none, nor objects; nor, where a line is cut, the end of one. */
    private boolean isBare(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '{' || text[i] == '"' || cut && text[i] == '}') {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing but the next member, or the end, follows what is in front of this. */
    private boolean isBehindValue(int from) {
        int i = separatorEnd(from);
        return i == end || isMember(i) || isCutName(i);
    }

    /** Whether a name in quotes begins here, and a colon is behind it. */
    private boolean isMember(int from) {
        return nameEnd(from) >= 0;
    }

    /** Where the quote behind a member's name stands; -1 if no name begins here. */
    private int nameEnd(int from) {
        int to = nameCharactersEnd(from);
        int colon = to >= 0 && to + 1 < end && text[to] == '"' && to > from + 1 ? blanksEnd(to + 1) : end;
        return colon < end && text[colon] == ':' ? to : -1;
    }

    /** Whether a name begins here that is all that is left of a line. */
    private boolean isCutName(int from) {
        int to = cut ? nameCharactersEnd(from) : -1;
        return to >= 0 && (to == end || text[to] == '"' && to + 1 == end);
    }

    private int nameCharactersEnd(int from) {
        if (from >= end || text[from] != '"') {
            return -1;
        }
        int to = from + 1;
        while (to < end && (Ascii.isWord(text[to]) || text[to] == '-' || text[to] == '.' || text[to] == '@')) {
            to++;
        }
        return to;
    }

    private void skipBlanks() {
        at = blanksEnd(at);
    }

    private int blanksEnd(int from) {
        int i = from;
        while (i < end && isBlank(i)) {
            i++;
        }
        return i;
    }

    private int separatorEnd(int from) {
        int i = from;
        while (i < end && isSeparator(i)) {
            i++;
        }
        return i;
    }

    private boolean isSeparator(int i) {
        return text[i] == ',' || isBlank(i);
    }

    private boolean isBlank(int i) {
        return text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r';
    }
}
