package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;

/**
 * What stands behind the user agent of an access line: nginx's main format has the forwarded-for list there, others how
 * long the request took and what the upstreams did; anything else is kept as it is.
 */
final class AccessRest {

    private final JsonValue[] values = new JsonValue[AccessKey.values().length];
    private final AccessLine access;
    private final IngressTail ingress = new IngressTail();
    private boolean any;
    private JsonValue forwardedFor;
    private Leaf extra;
    private byte[] line;

    /** @param access has scanned the lines */
    AccessRest(AccessLine access) {
        this.access = access;
    }

    void read(byte[] text) {
        line = text;
        forwardedFor = null;
        extra = null;
        if (any) {
            Arrays.fill(values, null);
            any = false;
        }
        if (!access.clients.isEmpty()) {
            forwardedFor = ForwardedFor.list(line, access.clients.from, access.clients.to);
        }
        final int restFrom = access.rest.from;
        int to = access.rest.to;
        while (to > restFrom && line[to - 1] <= ' ' && line[to - 1] >= 0) {
            to--;
        }
        int from = skipSpace(restFrom, to);
        if (from < to && line[from] == '"') {
            from = afterForwardedFor(from, to);
        }
        if (from < to && !isNumber(from, to) && !ingress(from, to) && !pairs(from, to)) {
            extra = Leaf.text(line, from, to);
        }
    }

    private int afterForwardedFor(int from, int to) {
        int quote = from + 1;
        while (quote < to && line[quote] != '"') {
            quote++;
        }
        boolean missing = quote < to && (quote == from + 1 || quote == from + 2 && line[from + 1] == '-');
        boolean upstreams = quote < to && ForwardedFor.isOfUpstreams(line, from + 1, quote);
        JsonArray list = quote < to && !missing && !upstreams ? ForwardedFor.list(line, from + 1, quote) : null;
        if (list != null) {
            forwardedFor = list;
        }
        return missing || list != null ? skipSpace(quote + 1, to) : from;
    }

    private int skipSpace(int from, int to) {
        int at = from;
        while (at < to && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** One number, bare or in quotes, is how long the request took: in seconds, unless it may be Apache's microseconds. */
    private boolean isNumber(int from, int to) {
        boolean quoted = line[from] == '"' && line[to - 1] == '"' && to - from > 2;
        int begin = quoted ? from + 1 : from;
        int end = quoted ? to - 1 : to;
        if (line[begin] < '0' || line[begin] > '9') {
            return false;
        }
        boolean whole = AccessValues.isWhole(line, begin, end);
        boolean large = whole && (end - begin > 4 || AccessValues.wholeNumber(line, begin, end) > 1000);
        return AccessValues.decimal(line, begin, end) != null && !large && put(AccessKey.REQUEST_TIME, begin, end);
    }

    private boolean ingress(int from, int to) {
        if (!ingress.scan(line, from, to)) {
            return false;
        }
        put(AccessKey.REQUEST_LENGTH, ingress.requestLength);
        put(AccessKey.REQUEST_TIME, ingress.requestTime);
        put(AccessKey.UPSTREAM_NAME, ingress.name);
        put(AccessKey.UPSTREAM_ALTERNATIVE_NAME, ingress.alternativeName);
        put(AccessKey.UPSTREAM_ADDRESS, ingress.addresses);
        put(AccessKey.UPSTREAM_RESPONSE_TIME, ingress.responseTimes);
        put(AccessKey.UPSTREAM_STATUS, ingress.statusCodes);
        put(AccessKey.REQUEST_ID, ingress.requestId);
        return true;
    }

    private void put(AccessKey key, Part part) {
        if (part.isPresent()) {
            put(key, part.from, part.to);
        }
    }

    /** Takes a value, if it is of the key's form; says whether it is, or there is none. */
    private boolean put(AccessKey key, int from, int to) {
        if (AccessValues.isAbsent(line, from, to)) {
            return true;
        }
        if (key.form() == AccessKey.Form.OWN) {
            return putOwn(key, from, to);
        }
        JsonValue value = key.form().value(line, from, to);
        if (value != null
                && !(value instanceof JsonArray array && array.elements().isEmpty())) {
            values[key.ordinal()] = value;
            any = true;
        }
        return value != null;
    }

    private boolean putOwn(AccessKey key, int from, int to) {
        switch (key) {
            case FORWARDED_FOR -> {
                JsonArray list = ForwardedFor.list(line, from, to);
                forwardedFor = list == null ? forwardedFor : list;
                return list != null;
            }
            case SERVER -> {
                return access.takeServer(from, to);
            }
            default -> {
                return false;
            }
        }
    }

    /** Pairs of a key and a value, which may be in quotes. Those that are not known stay. */
    private boolean pairs(int from, int to) {
        if (!PairsTail.arePairs(line, from, to)) {
            return false;
        }
        PairsTail pairs = new PairsTail(line, from, to);
        StringBuilder kept = new StringBuilder();
        while (pairs.next()) {
            AccessKey key = AccessKeys.ofTail(pairs.name());
            if (key == null || !put(key, pairs.value().from, pairs.value().to)) {
                kept.append(kept.isEmpty() ? "" : " ").append(pairs.text());
            }
        }
        if (!kept.isEmpty()) {
            extra = Leaf.text(kept.toString());
        }
        return true;
    }

    /** The list, or null where there is none. */
    JsonValue forwardedFor() {
        return forwardedFor;
    }

    /** Anything else, or null where there is nothing. */
    Leaf extra() {
        return extra;
    }

    /** What a key of the table has; null where it is not there. */
    JsonValue value(AccessKey key) {
        return values[key.ordinal()];
    }
}
