package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands behind the user agent of an access line: nginx's main format has the forwarded-for list there, others how
 * long the request took and what the upstreams did; anything else is kept as it is.
 */
final class AccessRest {

    private static final String LOCALHOST = "localhost";

    private final JsonValue[] values = new JsonValue[AccessKey.values().length];
    private final AccessLine access;
    private final IngressTail ingress = new IngressTail();
    private final SaidAgain again;
    private final StringBuilder kept = new StringBuilder();
    private TlsVersion tlsVersion;
    private boolean any;
    private JsonValue forwardedFor;
    private Leaf extra;
    private byte[] line;

    /** @param access has scanned the lines */
    AccessRest(AccessLine access) {
        this.access = access;
        this.again = new SaidAgain(access);
    }

    void read(byte[] text) {
        line = text;
        forwardedFor = null;
        extra = null;
        tlsVersion = null;
        again.begin(text);
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
        if (from < to && !pairs(from, to)) {
            from = line[from] == '"' ? afterForwardedFor(from, to) : from;
            if (from < to && !isNumber(from, to) && !ingress(from, to)) {
                extra = Leaf.text(line, from, to);
            }
        }
    }

    private int afterForwardedFor(int from, int to) {
        int quote = quote(from, to);
        boolean missing = quote < to && AccessValues.isAbsent(line, from + 1, quote);
        boolean is = missing || quote < to && isForwardedFor(from + 1, quote);
        return is ? skipSpace(quote + 1, to) : from;
    }

    private int quote(int from, int to) {
        int quote = from + 1;
        while (quote < to && line[quote] != '"') {
            quote++;
        }
        return quote;
    }

    private boolean isForwardedFor(int from, int to) {
        JsonArray list = ForwardedFor.isOfUpstreams(line, from, to) ? null : ForwardedFor.list(line, from, to);
        forwardedFor = list == null ? forwardedFor : list;
        return list != null;
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

    /** Takes a value, if it is of the key's form, and the first of its field; says whether nothing of it is left to keep. */
    private boolean put(AccessKey key, int from, int to) {
        if (AccessValues.isAbsent(line, from, to)) {
            return true;
        }
        if (key.form() == AccessKey.Form.OWN || key == AccessKey.CLIENT_PORT || key == AccessKey.BODY_BYTES) {
            return putOwn(key, from, to);
        }
        JsonValue value = key.form() == AccessKey.Form.TEXT
                ? NginxEscapes.decode(line, from, to)
                : key.form().value(line, from, to);
        boolean duration = key.field() == Field.EVENT_DURATION;
        if (value == null
                || value instanceof JsonArray array && array.elements().isEmpty()) {
            return value != null || duration && AccessValues.isNegative(line, from, to);
        }
        int place = (duration ? AccessKey.REQUEST_TIME : key).ordinal();
        if (values[place] != null) {
            return JsonArray.isSame(values[place], value);
        }
        values[place] = value;
        any = true;
        return true;
    }

    private boolean putOwn(AccessKey key, int from, int to) {
        switch (key) {
            case FORWARDED_FOR -> {
                return forwardedFor == null && isForwardedFor(from, to);
            }
            case TLS_PROTOCOL -> {
                TlsVersion version = TlsVersion.ofProtocol(Leaf.text(line, from, to));
                boolean is = version != null && tlsVersion == null;
                tlsVersion = is ? version : tlsVersion;
                return is;
            }
            default -> {
                return again.take(key, from, to);
            }
        }
    }

    /** Pairs of a key and a value, which may be in quotes, and values in quotes in front of them. What is not known stays. */
    private boolean pairs(int from, int to) {
        int pairsFrom = quotedEnd(from, to);
        if (!PairsTail.arePairs(line, pairsFrom, to)) {
            return false;
        }
        kept.setLength(0);
        boolean listed = false;
        for (int at = from; at < pairsFrom; at = skipSpace(quote(at, to) + 1, to)) {
            int quote = quote(at, to);
            boolean list = !listed && isForwardedFor(at + 1, quote);
            listed |= list;
            if (!list && !AccessValues.isAbsent(line, at + 1, quote) && !isHost(at + 1, quote)) {
                keep(new String(line, at, quote + 1 - at, StandardCharsets.UTF_8));
            }
        }
        PairsTail pairs = new PairsTail(line, pairsFrom, to);
        while (pairs.next()) {
            AccessKey key = AccessKeys.ofTail(pairs.name());
            if (key == null || !put(key, pairs.value().from, pairs.value().to)) {
                keep(pairs.text());
            }
        }
        if (!kept.isEmpty()) {
            extra = Leaf.text(kept.toString());
        }
        return true;
    }

    private void keep(String text) {
        kept.append(kept.isEmpty() ? "" : " ").append(text);
    }

    private int quotedEnd(int from, int to) {
        int at = from;
        while (at < to && line[at] == '"') {
            at = Math.min(to, skipSpace(quote(at, to) + 1, to));
        }
        return at;
    }

    /** A server that was asked: a name with dots, or that of the machine itself. Other words may be anything. */
    private boolean isHost(int from, int to) {
        boolean host = AccessValues.isText(line, from, to, LOCALHOST);
        for (int i = from; i < to && !host; i++) {
            host = line[i] == '.' || line[i] == ':';
        }
        return host && !ForwardedFor.isOfUpstreams(line, from, to) && again.take(AccessKey.SERVER, from, to);
    }

    /** The list, or null where there is none. */
    JsonValue forwardedFor() {
        return forwardedFor;
    }

    /** Anything else, or null where there is nothing. */
    Leaf extra() {
        return extra;
    }

    /** What a field has of which there are no other parts in the line; null where it is not there. */
    JsonValue value(AccessField field) {
        return switch (field) {
            case TLS_PROTOCOL -> tlsVersion == null ? null : tlsVersion.protocol();
            case TLS_VERSION -> tlsVersion == null ? null : tlsVersion.version();
            default -> values[field.key().ordinal()];
        };
    }
}
