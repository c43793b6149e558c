package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.AccessMembers.Member;
import java.util.List;

/**
 * Finds the keys of an access line in a line's object, and in the objects of a request and its headers inside of that. Used
 * by one thread, line by line.
 */
final class AccessMembersFinder {

    private static final Key REQUEST = new Key("request", false);
    private static final Key RESPONSE = new Key("response", false);
    private static final Key HEADERS = new Key("headers", false);
    private static final Key ID = new Key("id", false);

    /** What frameworks call the two: there times have milliseconds for their unit. */
    private static final Key REQ = new Key("req", false);

    private static final Key RES = new Key("res", false);

    /** How long a gateway took for what, in milliseconds. */
    private static final Key LATENCIES = new Key("latencies", false);

    /** Objects in which all of an access line may be. */
    private static final List<Key> WHOLE = List.of(
            new Key("httpRequest", false),
            new Key("@fields", false),
            new Key("properties", false),
            new Key("network", false));

    /** What other servers call the headers of a request, which are beside it. */
    private static final List<Key> HEADERS_BESIDE =
            List.of(new Key("requestHeaders", false), new Key("request_headers", false));

    /** Of identd: the {@code host} beside it is the client's, as in a common line. */
    private static final Key LOGICAL_USER = new Key("logicalUserName", false);

    private static final Key HOST = new Key("host", false);
    private static final Key TLS = new Key("tls", false);
    private static final Key VERSION = new Key("version", false);
    private static final Key CIPHER = new Key("cipher", false);
    private static final Key SERVER_NAME = new Key("server_name", false);
    private static final Key DURATION = new Key("duration", false);
    /** Of Rails' lograge: how many milliseconds parts of the request took, as the whole {@code duration} beside them. */
    private static final List<Key> OF_LOGRAGE = List.of(new Key("view", false), new Key("db", false));

    private static final Key USER_ID = new Key("user_id", false);

    /** Of the encoder for access lines of Logback's appenders for Logstash, beside which sizes and times are the response's. */
    private static final List<Key> REQUESTED =
            List.of(new Key("requested_uri", false), new Key("requested_url", false));

    private static final Key CONTENT_LENGTH = new Key("content_length", false);
    private static final Key ELAPSED_TIME = new Key("elapsed_time", false);

    private final AccessKeys keys = new AccessKeys();
    private final AccessMembers found;
    private JsonObject line;
    private JsonObject request;
    private JsonObject response;

    /** @param found takes what is found */
    AccessMembersFinder(AccessMembers found) {
        this.found = found;
    }

    /** Whether a line has keys of a client, of a status and of a request; or the last two, in an object of their own. */
    boolean mayBeIn(JsonObject itsLine) {
        boolean asked = itsLine.object(REQUEST) != null;
        boolean client = asked || itsLine.get(LOGICAL_USER) != null;
        boolean status = itsLine.object(RESPONSE) != null;
        for (int i = 0; i < itsLine.size(); i++) {
            AccessKeys.Found known = keys.find(itsLine.key(i));
            if (known != null) {
                client |= known.key() == AccessKey.CLIENT;
                status |= known.key() == AccessKey.STATUS;
                asked |= known.key() == AccessKey.REQUEST || known.key() == AccessKey.METHOD;
            }
        }
        return client && status && asked;
    }

    void find(JsonObject itsLine) {
        found.begin();
        line = itsLine;
        request = line.object(REQUEST);
        response = line.object(RESPONSE);
        findParts();
    }

    /** The same in a log of access lines, where parts of the line may have other places, too. */
    void findAnywhere(JsonObject itsLine) {
        found.begin();
        line = itsLine;
        request = object(REQUEST, REQ);
        response = object(RESPONSE, RES);
        findParts();
        if (!found.has(AccessKey.STATUS) || !found.has(AccessKey.CLIENT)) {
            for (Key name : WHOLE) {
                if (line.object(name) != null) {
                    findIn(line.object(name));
                }
            }
        }
    }

    private JsonObject object(Key name, Key other) {
        JsonObject object = line.object(name);
        return object == null ? line.object(other) : object;
    }

    private void findParts() {
        findIn(line);
        if (REQUESTED.stream().anyMatch(name -> line.get(name) != null)) {
            addIfThere(AccessKey.BODY_BYTES.ordinal(), line, CONTENT_LENGTH);
            addIfThere(AccessKey.MILLIS.ordinal(), line, ELAPSED_TIME);
        }
        for (Key name : HEADERS_BESIDE) {
            if (line.object(name) != null) {
                findInHeaders(line.object(name));
            }
        }
        if (request != null) {
            findInRequest();
        }
        if (response != null) {
            findInResponse();
        }
    }

    private void findIn(JsonObject object) {
        for (int i = 0; i < object.size(); i++) {
            AccessKeys.Found known = keys.find(object.key(i));
            if (known != null && isText(object.value(i)) && !isOfLograge(known.key(), object)) {
                Leaf value = (Leaf) object.value(i);
                boolean ofClient = object.key(i).equals(HOST) && object.get(LOGICAL_USER) != null;
                AccessKey key = ofClient ? AccessKey.CLIENT : meaning(known.key(), object);
                found.add(key.ordinal(), new Member(object, object.key(i), known.rank(), value, value.isAsked()));
            }
        }
    }

    private static boolean isOfLograge(AccessKey key, JsonObject object) {
        return key == AccessKey.FRACTION && OF_LOGRAGE.stream().anyMatch(name -> object.get(name) != null);
    }

    /** What a key means where it stands. */
    private AccessKey meaning(AccessKey key, JsonObject object) {
        if (key == AccessKey.BODY_BYTES && object == request) {
            return AccessKey.REQUEST_LENGTH;
        }
        boolean ofFramework = key == AccessKey.REQUEST_TIME && request != null && request == line.object(REQ);
        return ofFramework ? AccessKey.MILLIS : key;
    }

    private void findInRequest() {
        findIn(request);
        addIfThere(AccessKey.REQUEST_ID.ordinal(), request, ID);
        JsonObject headers = request.object(HEADERS);
        if (headers != null) {
            findInHeaders(headers);
        }
        JsonObject tls = request.object(TLS);
        if (tls != null) {
            addIfThere(AccessMembers.TLS_VERSION, tls, VERSION);
            addIfThere(AccessKey.TLS_CIPHER.ordinal(), tls, CIPHER);
            addIfThere(AccessMembers.TLS_SERVER_NAME, tls, SERVER_NAME);
        }
        if (response == null) {
            addIfThere(AccessKey.REQUEST_TIME.ordinal(), line, DURATION);
            addIfThere(AccessKey.USER.ordinal(), line, USER_ID);
        } else if (line.object(LATENCIES) != null) {
            addIfThere(AccessKey.MILLIS.ordinal(), line.object(LATENCIES), REQUEST);
        }
    }

    /** Only what the line itself does not say; its size is that of all that was sent. */
    private void findInResponse() {
        for (int i = 0; i < response.size(); i++) {
            AccessKeys.Found known = keys.find(response.key(i));
            AccessKey key = known == null ? null : known.key();
            if (key == AccessKey.STATUS || key == AccessKey.BODY_BYTES) {
                AccessKey meaning = key == AccessKey.STATUS ? key : AccessKey.BYTES_SENT;
                addIfThere(meaning.ordinal(), response, response.key(i));
            }
        }
    }

    /** Of headers, only those of which there are parts in all access lines. */
    private void findInHeaders(JsonObject headers) {
        for (int i = 0; i < headers.size(); i++) {
            AccessKeys.Found known = keys.find(headers.key(i));
            boolean host = headers.key(i).equals(HOST) && !found.has(AccessKey.SERVER);
            boolean read = known != null
                    && (host
                            || known.key() == AccessKey.USER_AGENT
                            || known.key() == AccessKey.REFERRER
                            || known.key() == AccessKey.FORWARDED_FOR);
            if (read && headers.value(i) instanceof Leaf value) {
                boolean asked = value.isAsked();
                if (isTexts(value)) {
                    found.add(known.key().ordinal(), new Member(headers, headers.key(i), known.rank(), value, asked));
                }
            }
        }
    }

    private void addIfThere(int number, JsonObject object, Key name) {
        if (isText(object.get(name))) {
            Leaf value = (Leaf) object.get(name);
            found.add(number, new Member(object, name, Integer.MAX_VALUE, value, value.isAsked()));
        }
    }

    /** Of a string or a number there is a text, and an empty one of null. */
    private static boolean isText(JsonValue value) {
        return value instanceof Leaf leaf
                && (leaf.isString() || leaf.kind() == Leaf.Kind.NUMBER || leaf.kind() == Leaf.Kind.NULL);
    }

    private static boolean isTexts(Leaf value) {
        return value.isString()
                || value.kind() == Leaf.Kind.ARRAY
                        && !AccessMembers.texts(value).isEmpty();
    }

    /** Drops the objects of which nothing is left. */
    void dropEmpty() {
        HEADERS_BESIDE.forEach(name -> dropEmpty(line, name));
        if (request != null) {
            dropEmpty(request, HEADERS);
            dropEmpty(request, TLS);
            dropEmpty(line, REQUEST);
            dropEmpty(line, REQ);
        }
        if (response != null) {
            dropEmpty(line, RESPONSE);
            dropEmpty(line, RES);
            dropEmpty(line, LATENCIES);
        }
        WHOLE.forEach(name -> dropEmpty(line, name));
    }

    private static void dropEmpty(JsonObject in, Key name) {
        JsonObject object = in.object(name);
        if (object != null && object.size() == 0) {
            in.remove(name);
        }
    }
}
