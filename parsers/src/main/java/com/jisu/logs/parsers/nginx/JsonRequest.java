package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What an access line in JSON says of the request itself: whole, or in parts. Used by one thread, line by line. */
final class JsonRequest {

    private static final String VERSION = "HTTP/";

    /** Characters of the longest method that tells an access line from others. */
    private static final int MAX_METHOD = 32;

    private final RequestLine line = new RequestLine(Schema.ECS);
    private final RequestLine target = new RequestLine(Schema.ECS);
    private AccessMembers found;
    private byte[] text;
    private byte[] method;
    private byte[] url;
    private byte[] version;
    private boolean raw;

    /** Begins with what was found of the keys. */
    void begin(AccessMembers members) {
        found = members;
    }

    /** Whether the keys which were found say by which method something was asked for. */
    boolean hasMethod() {
        byte[] itsMethod = found.text(AccessKey.METHOD);
        byte[] whole = found.text(AccessKey.REQUEST);
        boolean named = itsMethod != null && (whole != null || found.text(AccessKey.TARGET) != null);
        if (!named && whole != null) {
            line.scan(whole, 0, whole.length);
            named = line.method.isPresent();
            itsMethod = named ? Arrays.copyOfRange(whole, line.method.from, line.method.to) : null;
        }
        return named && isMethod(itsMethod);
    }

    private static boolean isMethod(byte[] word) {
        for (byte b : word) {
            if (!(b >= 'A' && b <= 'Z' || b == '-' || b == '_')) {
                return false;
            }
        }
        return word.length <= MAX_METHOD;
    }

    void take() {
        raw = false;
        text = found.text(AccessKey.REQUEST);
        method = found.text(AccessKey.METHOD);
        url = found.text(AccessKey.TARGET);
        version = null;
        if (text != null) {
            takeWhole();
        } else {
            found.takeSame(AccessKey.REQUEST, null);
            addQuery();
            found.take(AccessKey.TARGET);
        }
        takePath();
        if (method != null) {
            found.takeSame(AccessKey.METHOD, method);
        } else {
            found.take(AccessKey.METHOD);
        }
        takeVersion();
    }

    /** A line as the client sent it; the path, where a method is beside it; or none of HTTP. */
    private void takeWhole() {
        line.scan(text, 0, text.length);
        if (line.method.isPresent() && (line.version.isPresent() || method == null)) {
            method = part(line.method);
            url = part(line.url);
            version = line.version.isPresent() ? part(line.version) : null;
            found.takeSame(AccessKey.TARGET, url);
            takeQuery();
        } else if (method != null) {
            url = text;
            addQuery();
        } else {
            raw = true;
            url = text;
        }
        found.take(AccessKey.REQUEST);
    }

    private byte[] part(Part part) {
        return Arrays.copyOfRange(text, part.from, part.to);
    }

    /** Puts the query behind the target that has none. */
    private void addQuery() {
        byte[] query = found.text(AccessKey.QUERY);
        boolean has = url != null && indexOf(url, '?') >= 0;
        if (query != null && url != null && !has) {
            int from = query[0] == '?' ? 1 : 0;
            byte[] whole = Arrays.copyOf(url, url.length + 1 + query.length - from);
            whole[url.length] = '?';
            System.arraycopy(query, from, whole, url.length + 1, query.length - from);
            url = whole;
            found.take(AccessKey.QUERY);
        } else {
            takeQuery();
        }
    }

    /** Takes a query that is nothing, or that of the target. */
    private void takeQuery() {
        int mark = url == null ? -1 : indexOf(url, '?');
        byte[] query = found.text(AccessKey.QUERY);
        if (query == null || mark < 0) {
            found.takeSame(AccessKey.QUERY, null);
        } else {
            found.takeSame(AccessKey.QUERY, Arrays.copyOfRange(url, query[0] == '?' ? mark : mark + 1, url.length));
        }
    }

    /** Takes further keys that say the target without its query. */
    private void takePath() {
        AccessMembers.Member first = found.first(AccessKey.TARGET);
        int mark = url == null || first == null || text == null && first.next() == null ? -1 : indexOf(url, '?');
        if (mark >= 0) {
            found.takeSame(AccessKey.TARGET, Arrays.copyOf(url, mark));
        }
    }

    private static int indexOf(byte[] bytes, char c) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        return -1;
    }

    private void takeVersion() {
        byte[] protocol = found.text(AccessKey.PROTOCOL);
        if (protocol == null) {
            found.take(AccessKey.PROTOCOL);
            return;
        }
        boolean named = protocol.length > VERSION.length()
                && new String(protocol, 0, VERSION.length(), StandardCharsets.US_ASCII).equalsIgnoreCase(VERSION);
        int from = named ? VERSION.length() : 0;
        int point = Ascii.afterDigits(protocol, from, protocol.length);
        boolean is = point > from
                && (named && point == protocol.length
                        || point + 1 < protocol.length
                                && protocol[point] == '.'
                                && AccessValues.isWhole(protocol, point + 1, protocol.length));
        if (is && version == null) {
            version = Arrays.copyOfRange(protocol, from, protocol.length);
        }
        if (is && Arrays.equals(version, 0, version.length, protocol, from, protocol.length)) {
            found.take(AccessKey.PROTOCOL);
        }
    }

    /** Takes apart what was asked for. */
    void read() {
        int to = url == null || raw ? 0 : url.length;
        target.scanTarget(url, 0, to);
        boolean connect = method != null && AccessValues.isText(method, 0, method.length, "CONNECT");
        if (connect && url != null && target.authority.host.isEmpty() && !target.path.isPresent()) {
            target.authority.scan(url, 0, url.length);
        }
    }

    Leaf method() {
        return leaf(method);
    }

    Leaf url() {
        return leaf(url);
    }

    Leaf version() {
        return leaf(version);
    }

    Leaf path() {
        return leafOf(target.path);
    }

    Leaf query() {
        return leafOf(target.query);
    }

    Leaf scheme() {
        return leafOf(target.scheme);
    }

    /** Whether it names the server that is asked. */
    boolean hasServer() {
        return !raw && !target.authority.host.isEmpty();
    }

    Leaf domain() {
        return leafOf(target.authority.host);
    }

    Leaf port() {
        Part port = target.authority.port;
        return port.isPresent() ? AccessValues.number(url, port.from, port.to) : null;
    }

    private Leaf leafOf(Part part) {
        return !raw && part.isPresent() ? Leaf.text(url, part.from, part.to) : null;
    }

    private static Leaf leaf(byte[] value) {
        return value == null ? null : Leaf.text(value, 0, value.length);
    }
}
