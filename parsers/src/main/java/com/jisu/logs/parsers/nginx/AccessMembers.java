package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.AskedValues;
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

    /** A key of a line, which has a value that may be one of an access line's. Nobody asks the value before its text is. */
    static final class Member {
        private final JsonObject in;
        private final Key name;
        private final int rank;
        private final Leaf value;
        private final boolean asked;
        private byte[] text;
        private boolean taken;

        /**
         * @param value a string, a number, null or a list of strings
         * @param asked whether another rule has asked it before
         */
        Member(JsonObject in, Key name, int rank, Leaf value, boolean asked) {
            this.in = in;
            this.name = name;
            this.rank = rank;
            this.value = value;
            this.asked = asked;
        }

        /** One that is in no object. */
        Member(int rank, byte[] text) {
            this(null, null, rank, null, false);
            this.text = text;
        }

        /** Notes what the rules do with it, whose questions will be asked of another event's in its place, too. */
        void note(AskedValues into, int key) {
            if (!asked) {
                value.forgetAsked();
            }
            into.addOfAccess(new AskedValues.OfAccess(value, key, rank, taken));
        }

        int rank() {
            return rank;
        }

        Leaf value() {
            return value;
        }

        byte[] text() {
            if (text == null) {
                text = textOf(value);
            }
            return text;
        }

        boolean isAbsent() {
            return AccessValues.isAbsent(text(), 0, text().length);
        }

        void take() {
            taken = true;
            if (in != null) {
                in.remove(name);
            }
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

    /** Behind the numbers of the table's keys: what a server says of a connection in an object of its own. */
    private static final int TLS_VERSION = AccessKey.values().length;

    private static final int TLS_SERVER_NAME = TLS_VERSION + 1;

    private final AccessKeys keys = new AccessKeys();

    /** By the key, the one that counts, and all. */
    private final Member[] first = new Member[AccessKey.values().length];

    private final List<List<Member>> all = new ArrayList<>();

    /** All of them, with the numbers of their keys, in the order in which they were found. */
    private final List<Member> members = new ArrayList<>();

    private final List<Integer> numbers = new ArrayList<>();
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
        begin();
        line = itsLine;
        request = line.object(REQUEST);
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

    /** Forgets what was found. */
    void begin() {
        line = null;
        request = null;
        tlsVersion = null;
        tlsServerName = null;
        Arrays.fill(first, null);
        for (int number : numbers) {
            if (number < all.size()) {
                all.get(number).clear();
            }
        }
        members.clear();
        numbers.clear();
    }

    /** Adds one that has this number of a key. */
    void add(int number, Member member) {
        members.add(member);
        numbers.add(number);
        if (number == TLS_VERSION) {
            tlsVersion = member;
        } else if (number == TLS_SERVER_NAME) {
            tlsServerName = member;
        } else {
            choose(number, member);
        }
    }

    /** Notes what became of them; not of those that may be the time, of which rules for all lines have the say. */
    void note(AskedValues into) {
        for (int i = 0; i < members.size(); i++) {
            if (numbers.get(i) != AccessKey.TIME.ordinal()) {
                members.get(i).note(into, numbers.get(i));
            }
        }
    }

    /** Whether one that was added was taken out of the line. */
    boolean isTaken(int member) {
        return members.get(member).taken;
    }

    private void findIn(JsonObject object) {
        for (int i = 0; i < object.size(); i++) {
            AccessKeys.Found found = keys.find(object.key(i));
            if (found != null && isText(object.value(i))) {
                Leaf value = (Leaf) object.value(i);
                boolean ofClient = object.key(i).equals(HOST) && object.get(LOGICAL_USER) != null;
                AccessKey key = ofClient ? AccessKey.CLIENT : found.key();
                add(key.ordinal(), new Member(object, object.key(i), found.rank(), value, value.isAsked()));
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
            addIfThere(TLS_VERSION, tls, VERSION);
            addIfThere(TLS_SERVER_NAME, tls, SERVER_NAME);
        }
        addIfThere(AccessKey.REQUEST_TIME.ordinal(), line, DURATION);
        addIfThere(AccessKey.USER.ordinal(), line, USER_ID);
    }

    /** Of headers, only those of which there are parts in all access lines. */
    private void findInHeaders(JsonObject headers) {
        for (int i = 0; i < headers.size(); i++) {
            AccessKeys.Found found = keys.find(headers.key(i));
            boolean known = found != null
                    && (found.key() == AccessKey.USER_AGENT
                            || found.key() == AccessKey.REFERRER
                            || found.key() == AccessKey.FORWARDED_FOR);
            if (known && headers.value(i) instanceof Leaf value) {
                boolean asked = value.isAsked();
                if (isTexts(value)) {
                    add(found.key().ordinal(), new Member(headers, headers.key(i), found.rank(), value, asked));
                }
            }
        }
    }

    private void addIfThere(int number, JsonObject object, Key name) {
        if (isText(object.get(name))) {
            Leaf value = (Leaf) object.get(name);
            add(number, new Member(object, name, Integer.MAX_VALUE, value, value.isAsked()));
        }
    }

    private void choose(int key, Member member) {
        all.get(key).add(member);
        Member before = first[key];
        boolean better = before == null
                || before.isAbsent() && !member.isAbsent()
                || before.isAbsent() == member.isAbsent() && member.rank() < before.rank();
        if (better) {
            first[key] = member;
        }
    }

    /** Of a string or a number there is a text, and an empty one of null. */
    private static boolean isText(JsonValue value) {
        return value instanceof Leaf leaf
                && (leaf.isString() || leaf.kind() == Leaf.Kind.NUMBER || leaf.kind() == Leaf.Kind.NULL);
    }

    private static boolean isTexts(Leaf value) {
        return value.isString()
                || value.kind() == Leaf.Kind.ARRAY && !texts(value).isEmpty();
    }

    private static byte[] textOf(Leaf value) {
        return switch (value.kind()) {
            case NULL -> new byte[0];
            case ARRAY -> String.join(", ", texts(value)).getBytes(StandardCharsets.UTF_8);
            default -> value.text().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static List<String> texts(Leaf list) {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : JsonArray.elements(list)) {
            if (element instanceof Leaf leaf && leaf.isString()) {
                texts.add(leaf.text());
            }
        }
        return texts;
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
