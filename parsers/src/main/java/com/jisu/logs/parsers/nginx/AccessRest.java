package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;

/**
 * What stands behind the user agent of an access line: nginx's main format has the forwarded-for list there; anything else is
 * kept as it is.
 */
final class AccessRest {

    private JsonValue forwardedFor;
    private Leaf extra;

    void read(byte[] line, int restFrom, int restTo) {
        forwardedFor = null;
        extra = null;
        int to = restTo;
        while (to > restFrom && line[to - 1] <= ' ' && line[to - 1] >= 0) {
            to--;
        }
        int from = skipSpace(line, restFrom, to);
        if (from < to && line[from] == '"') {
            int quote = from + 1;
            while (quote < to && line[quote] != '"') {
                quote++;
            }
            boolean missing = quote < to && (quote == from + 1 || quote == from + 2 && line[from + 1] == '-');
            forwardedFor = quote < to && !missing ? ForwardedFor.list(line, from + 1, quote) : null;
            if (missing || forwardedFor != null) {
                from = skipSpace(line, quote + 1, to);
            }
        }
        if (from < to) {
            extra = Leaf.text(line, from, to);
        }
    }

    private static int skipSpace(byte[] line, int from, int to) {
        int at = from;
        while (at < to && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** The list, or null where there is none. */
    JsonValue forwardedFor() {
        return forwardedFor;
    }

    /** Anything else, or null where there is nothing. */
    Leaf extra() {
        return extra;
    }
}
