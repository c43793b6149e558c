package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;

/** What an access line in JSON says of the request itself: whole, or in parts. Used by one thread, line by line. */
final class JsonRequest {

    private static final String VERSION = "HTTP/";

    /** Characters of the longest method that tells an access line from others. */
    private static final int MAX_METHOD = 32;

    private final RequestLine line = new RequestLine(Schema.ECS);
    private final RequestLine target = new RequestLine(Schema.ECS);
    private AccessMembers found;
    private Leaf text;
    private Leaf method;
    private Leaf url;
    private Leaf version;
    private boolean raw;

    /** Begins with what was found of the keys. */
    void begin(AccessMembers members) {
        found = members;
    }

    /** Whether the keys which were found say by which method something was asked for. */
    boolean hasMethod() {
        Leaf itsMethod = found.text(AccessKey.METHOD);
        Leaf whole = found.text(AccessKey.REQUEST);
        boolean named = itsMethod != null && (whole != null || found.text(AccessKey.TARGET) != null);
        if (!named && whole != null) {
            line.scan(whole.bytes(), whole.from(), whole.to());
            named = line.method.isPresent();
            itsMethod = named ? Leaf.text(whole.bytes(), line.method.from, line.method.to) : null;
        }
        return named && isMethod(itsMethod.bytes(), itsMethod.from(), itsMethod.to());
    }

    private static boolean isMethod(byte[] word, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!(word[i] >= 'A' && word[i] <= 'Z' || word[i] == '-' || word[i] == '_')) {
                return false;
            }
        }
        return to - from <= MAX_METHOD;
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
        line.scan(text.bytes(), text.from(), text.to());
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

    private Leaf part(Part part) {
        return Leaf.text(text.bytes(), part.from, part.to);
    }

    /** Puts the query behind the target that has none. */
    private void addQuery() {
        Leaf query = found.text(AccessKey.QUERY);
        if (query != null && url != null && mark() < 0) {
            int from = behindMark(query);
            byte[] whole = Arrays.copyOfRange(url.bytes(), url.from(), url.to() + 1 + query.to() - from);
            whole[url.length()] = '?';
            System.arraycopy(query.bytes(), from, whole, url.length() + 1, query.to() - from);
            url = Leaf.text(whole, 0, whole.length);
            found.take(AccessKey.QUERY);
        } else {
            takeQuery();
        }
    }

    /** Takes a query that is nothing, or that of the target. */
    private void takeQuery() {
        Leaf query = found.text(AccessKey.QUERY);
        int mark = query == null ? -1 : mark();
        if (mark < 0) {
            found.takeSame(AccessKey.QUERY, null);
        } else {
            int from = behindMark(query) > query.from() ? mark : mark + 1;
            found.takeSame(AccessKey.QUERY, Leaf.text(url.bytes(), from, url.to()));
        }
    }

    /** Takes further keys that say the target without its query. */
    private void takePath() {
        AccessMembers.Member first = found.first(AccessKey.TARGET);
        boolean further = first != null && (text != null || first.next() != null);
        int mark = further ? mark() : -1;
        if (mark >= 0) {
            found.takeSame(AccessKey.TARGET, Leaf.text(url.bytes(), url.from(), mark));
        }
    }

    private static int behindMark(Leaf query) {
        return query.bytes()[query.from()] == '?' ? query.from() + 1 : query.from();
    }

    /** Where the question mark of the target is; -1 where it has none. */
    private int mark() {
        if (url == null) {
            return -1;
        }
        byte[] bytes = url.bytes();
        int to = url.to();
        for (int i = url.from(); i < to; i++) {
            if (bytes[i] == '?') {
                return i;
            }
        }
        return -1;
    }

    private void takeVersion() {
        Leaf protocol = found.text(AccessKey.PROTOCOL);
        if (protocol == null) {
            found.take(AccessKey.PROTOCOL);
            return;
        }
        byte[] bytes = protocol.bytes();
        int to = protocol.to();
        boolean named = isNamed(bytes, protocol.from(), to);
        int from = named ? protocol.from() + VERSION.length() : protocol.from();
        int point = Ascii.afterDigits(bytes, from, to);
        boolean is = point > from
                && (named && point == to
                        || point + 1 < to && bytes[point] == '.' && AccessValues.isWhole(bytes, point + 1, to));
        if (is) {
            Leaf number = Leaf.text(bytes, from, to);
            version = version == null ? number : version;
            if (AccessValues.areSame(version, number)) {
                found.take(AccessKey.PROTOCOL);
            }
        }
    }

    /** Whether it is {@code HTTP/} in any case, and more. */
    private static boolean isNamed(byte[] protocol, int from, int to) {
        boolean named = to - from > VERSION.length();
        for (int i = 0; i < VERSION.length() && named; i++) {
            byte b = protocol[from + i];
            named = (b >= 'a' && b <= 'z' ? b - 0x20 : b) == VERSION.charAt(i);
        }
        return named;
    }

    /** Takes apart what was asked for. */
    void read() {
        if (url == null || raw) {
            target.scanTarget(null, 0, 0);
            return;
        }
        target.scanTarget(url.bytes(), url.from(), url.to());
        boolean connect = method != null && method.isText("CONNECT");
        if (connect && target.authority.host.isEmpty() && !target.path.isPresent()) {
            target.authority.scan(url.bytes(), url.from(), url.to());
        }
    }

    Leaf method() {
        return method;
    }

    Leaf url() {
        return url;
    }

    Leaf version() {
        return version;
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
        return port.isPresent() ? AccessValues.number(url.bytes(), port.from, port.to) : null;
    }

    private Leaf leafOf(Part part) {
        return !raw && part.isPresent() ? Leaf.text(url.bytes(), part.from, part.to) : null;
    }
}
