package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the keys of an access line in a line's object, and in the objects of a request and its headers inside of that. Used
 * by one thread, line by line.
 */
final class AccessMembers {

    /** A key of a line, which has a value that may be one of an access line's. */
    record Member(JsonObject in, Key name, int rank, byte[] text) {

        boolean isAbsent() {
            return AccessValues.isAbsent(text, 0, text.length);
        }

        void take() {
            in.remove(name);
        }
    }

    private static final Key REQUEST = new Key("request", false);
    private static final Key HEADERS = new Key("headers", false);

    /** What other servers call the headers of a request, which are beside it. */
    private static final List<Key> HEADERS_BESIDE =
            List.of(new Key("requestHeaders", false), new Key("request_headers", false));

    /** Of identd: the {@code host} beside it is the client's, as in a common line. */
    private static final Key LOGICAL_USER = new Key("logicalUserName", false);

    private static final Key HOST = new Key("host", false);
    private static final Key TLS = new Key("tls", false);
    private static final Key VERSION = new Key("version", false);
    private static final Key SERVER_NAME = new Key("server_name", false);
    private static final Key DURATION = new Key("duration", false);
    private static final Key USER_ID = new Key("user_id", false);

    private final AccessKeys keys = new AccessKeys();

    /** By the key, the one that counts, and all. */
    private final Member[] first = new Member[AccessKey.values().length];

    private final List<List<Member>> all = new ArrayList<>();
    private JsonObject line;
    private JsonObject request;
    private Member tlsVersion;
    private Member tlsServerName;

    AccessMembers() {
        for (int i = 0; i < first.length; i++) {
            all.add(new ArrayList<>());
        }
    }

    /** Whether a line has keys of a client, of a status and of a request; or the last two, in an object of their own. */
    boolean mayBeIn(JsonObject itsLine) {
        boolean asked = itsLine.object(REQUEST) != null;
        boolean client = asked || itsLine.get(LOGICAL_USER) != null;
        boolean status = false;
        for (int i = 0; i < itsLine.size(); i++) {
            AccessKeys.Found found = keys.find(itsLine.key(i));
            if (found != null) {
                client |= found.key() == AccessKey.CLIENT;
                status |= found.key() == AccessKey.STATUS;
                asked |= found.key() == AccessKey.REQUEST || found.key() == AccessKey.METHOD;
            }
        }
        return client && status && asked;
    }

    void find(JsonObject itsLine) {
        line = itsLine;
        request = line.object(REQUEST);
        tlsVersion = null;
        tlsServerName = null;
        Arrays.fill(first, null);
        all.forEach(List::clear);
        findIn(line);
        for (Key name : HEADERS_BESIDE) {
            if (line.object(name) != null) {
                findInHeaders(line.object(name));
            }
        }
        if (request != null) {
            findInRequest();
        }
    }

    private void findIn(JsonObject object) {
        for (int i = 0; i < object.size(); i++) {
            AccessKeys.Found found = keys.find(object.key(i));
            byte[] text = found == null ? null : text(object.value(i));
            if (text != null) {
                boolean ofClient = object.key(i).equals(HOST) && object.get(LOGICAL_USER) != null;
                AccessKey key = ofClient ? AccessKey.CLIENT : found.key();
                add(key, new Member(object, object.key(i), found.rank(), text));
            }
        }
    }

    private void findInRequest() {
        findIn(request);
        JsonObject headers = request.object(HEADERS);
        if (headers != null) {
            findInHeaders(headers);
        }
        JsonObject tls = request.object(TLS);
        if (tls != null) {
            tlsVersion = member(tls, VERSION);
            tlsServerName = member(tls, SERVER_NAME);
        }
        addIfThere(AccessKey.REQUEST_TIME, DURATION);
        addIfThere(AccessKey.USER, USER_ID);
    }

    /** Of headers, only those of which there are parts in all access lines. */
    private void findInHeaders(JsonObject headers) {
        for (int i = 0; i < headers.size(); i++) {
            AccessKeys.Found found = keys.find(headers.key(i));
            boolean known = found != null
                    && (found.key() == AccessKey.USER_AGENT
                            || found.key() == AccessKey.REFERRER
                            || found.key() == AccessKey.FORWARDED_FOR);
            byte[] text = known ? headerText(headers.value(i)) : null;
            if (text != null) {
                add(found.key(), new Member(headers, headers.key(i), found.rank(), text));
            }
        }
    }

    private void addIfThere(AccessKey key, Key name) {
        Member member = member(line, name);
        if (member != null) {
            add(key, member);
        }
    }

    private static Member member(JsonObject object, Key name) {
        byte[] text = text(object.get(name));
        return text == null ? null : new Member(object, name, Integer.MAX_VALUE, text);
    }

    private void add(AccessKey key, Member member) {
        all.get(key.ordinal()).add(member);
        Member before = first[key.ordinal()];
        boolean better = before == null
                || before.isAbsent() && !member.isAbsent()
                || before.isAbsent() == member.isAbsent() && member.rank() < before.rank();
        if (better) {
            first[key.ordinal()] = member;
        }
    }

    /** The text of a string or number, and an empty one of null; null of anything else. */
    private static byte[] text(JsonValue value) {
        if (!(value instanceof Leaf leaf)) {
            return null;
        }
        if (leaf.kind() == Leaf.Kind.NULL) {
            return new byte[0];
        }
        return leaf.isString() || leaf.kind() == Leaf.Kind.NUMBER ? leaf.text().getBytes(StandardCharsets.UTF_8) : null;
    }

    private static byte[] headerText(JsonValue value) {
        if (value instanceof Leaf leaf && leaf.isString()) {
            return text(value);
        }
        List<String> texts = new ArrayList<>();
        for (JsonValue element : JsonArray.elements(value)) {
            if (element instanceof Leaf leaf && leaf.isString()) {
                texts.add(leaf.text());
            }
        }
        return texts.isEmpty() ? null : String.join(", ", texts).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether there is such a key, whatever its value. */
    boolean has(AccessKey key) {
        return first[key.ordinal()] != null;
    }

    /** The text of the key that counts; null where none has any. */
    byte[] text(AccessKey key) {
        Member member = first[key.ordinal()];
        return member == null || member.isAbsent() ? null : member.text();
    }

    Member tlsVersion() {
        return tlsVersion;
    }

    Member tlsServerName() {
        return tlsServerName;
    }

    /** Takes a key out of the line, with those that say nothing or the same. */
    void take(AccessKey key) {
        byte[] text = text(key);
        for (Member member : all.get(key.ordinal())) {
            if (member == first[key.ordinal()] || member.isAbsent() || Arrays.equals(member.text(), text)) {
                member.take();
            }
        }
    }

    /** Takes those keys out of the line that say nothing or this. */
    void takeSame(AccessKey key, byte[] text) {
        for (Member member : all.get(key.ordinal())) {
            if (member.isAbsent() || Arrays.equals(member.text(), text)) {
                member.take();
            }
        }
    }

    /** All keys of this meaning, in the line's order. */
    List<Member> all(AccessKey key) {
        return all.get(key.ordinal());
    }

    /** Drops the objects of which nothing is left. */
    void dropEmpty() {
        HEADERS_BESIDE.forEach(name -> dropEmpty(line, name));
        if (request != null) {
            dropEmpty(request, HEADERS);
            dropEmpty(request, TLS);
            dropEmpty(line, REQUEST);
        }
    }

    private static void dropEmpty(JsonObject in, Key name) {
        JsonObject object = in.object(name);
        if (object != null && object.size() == 0) {
            in.remove(name);
        }
    }
}
