package com.jisu.logs.sink.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.jisu.logs.records.json.JsonBytes;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Looks through a document's bytes for names that its index does not have, without building anything. Used by one thread.
 *
 * <p>What it can not read it takes for known: Elasticsearch refuses it, and says why.
 */
final class NameScan {

    /** Names that a glance is at. */
    static final int GLANCED = 2;

    /** As deep as any index's limit is likely to be; deeper documents are refused or moved by others. */
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private static final int MALFORMED = -1;
    private static final int NEW = -2;

    private byte[] json;
    private FieldNames names;

    /** What a document is to an index. */
    enum Finding {
        /** It has no new name. */
        KNOWN,
        /** It has at least one new name. */
        NEW,
        /** It can not be read. */
        UNREADABLE
    }

    Finding scan(byte[] document, FieldNames index) {
        json = document;
        names = index;
        int start = JsonBytes.next(document, 0);
        if (start >= document.length || document[start] != '{') {
            return Finding.UNREADABLE;
        }
        int end = object(start, FieldNames.ROOT, 0);
        if (end == NEW) {
            return Finding.NEW;
        }
        return end >= 0 ? Finding.KNOWN : Finding.UNREADABLE;
    }

    /**
     * Looks at some names by chance, each only at its part between quotes. A document that has many new names among others is
     * hardly missed.
     *
     * @param parts that are no news, see {@link FieldNames#part}
     * @return a part that is none of these; 0 if there was none
     */
    long glance(byte[] document, FieldNames parts) {
        long random = ThreadLocalRandom.current().nextLong();
        for (int i = 0; i < GLANCED; i++) {
            int start = (int) ((random & 0xFFFFFFFFL) * document.length >>> Integer.SIZE);
            int end = nameEnd(document, start);
            if (end == document.length) {
                end = nameEnd(document, 0);
            }
            long part = end == document.length
                    ? FieldNames.ROOT
                    : FieldNames.part(document, JsonBytes.afterQuoteBefore(document, end), end);
            if (parts.kind(part) == FieldNames.UNKNOWN) {
                return part;
            }
            random >>>= Integer.SIZE;
        }
        return 0;
    }

    /** The next quote, at or after here, that ends a name, or looks so; the length if there is none. */
    private static int nameEnd(byte[] document, int start) {
        int quote = JsonBytes.quoteAndColon(document, start);
        while (quote < document.length && quote > 0 && document[quote - 1] == '\\') {
            quote = JsonBytes.quoteAndColon(document, quote + 1);
        }
        return quote;
    }

    /** From a brace to after its counterpart. */
    private int object(int brace, long path, int depth) {
        if (depth > MAX_DEPTH) {
            return MALFORMED;
        }
        int at = JsonBytes.next(json, brace + 1);
        if (at < json.length && json[at] == '}') {
            return at + 1;
        }
        while (at < json.length && json[at] == '"') {
            int nameEnd = JsonBytes.stringEnd(json, at);
            int colon = nameEnd < 0 ? json.length : JsonBytes.next(json, nameEnd);
            if (colon >= json.length || json[colon] != ':') {
                return MALFORMED;
            }
            int value = JsonBytes.next(json, colon + 1);
            int end = member(path(path, at + 1, nameEnd - 1), value, depth);
            if (end < 0) {
                return end;
            }
            at = JsonBytes.next(json, end);
            if (at >= json.length) {
                return MALFORMED;
            }
            if (json[at] == '}') {
                return at + 1;
            }
            if (json[at] != ',') {
                return MALFORMED;
            }
            at = JsonBytes.next(json, at + 1);
        }
        return MALFORMED;
    }

    private int member(long path, int value, int depth) {
        byte kind = names.kind(path);
        if (kind == FieldNames.OBJECT || kind == FieldNames.STRICT) {
            return members(value, path, depth);
        }
        int end = JsonBytes.valueEnd(json, value);
        boolean isNew = kind == FieldNames.UNKNOWN && end >= 0 && !makesNoField(value);
        return isNew ? NEW : end;
    }

    /** The value of an object's name: an object, several in a list, or what is refused there. */
    private int members(int value, long path, int depth) {
        if (value >= json.length) {
            return MALFORMED;
        }
        if (json[value] == '{') {
            return object(value, path, depth + 1);
        }
        if (json[value] != '[') {
            return JsonBytes.valueEnd(json, value);
        }
        if (depth > MAX_DEPTH) {
            return MALFORMED;
        }
        int at = JsonBytes.next(json, value + 1);
        while (at < json.length && json[at] != ']') {
            int end = members(at, path, depth + 1);
            if (end < 0) {
                return end;
            }
            at = JsonBytes.next(json, end);
            if (at < json.length && json[at] == ',') {
                at = JsonBytes.next(json, at + 1);
            }
        }
        return at < json.length ? at + 1 : MALFORMED;
    }

    /** Of null and of an empty list Elasticsearch makes no field. */
    private boolean makesNoField(int value) {
        int next = json[value] == '[' ? JsonBytes.next(json, value + 1) : -1;
        return json[value] == 'n' || next >= 0 && next < json.length && json[next] == ']';
    }

    private long path(long parent, int start, int end) {
        for (int i = start; i < end; i++) {
            if (json[i] == '.' || json[i] == '\\') {
                return FieldNames.path(parent, name(start, end));
            }
        }
        return FieldNames.path(parent, json, start, end);
    }

    private String name(int start, int end) {
        try (JsonParser parser = JSON.createParser(json, start - 1, end - start + 2)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException notJson) {
            return new String(json, start, end - start, UTF_8);
        }
    }
}
