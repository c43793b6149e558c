package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.Ascii;

/** The parts of a request line of HTTP, as servers write it into their logs. All are missing where it is none. */
final class RequestLine {

    private static final String VERSION = " HTTP/";
    private static final String CONNECT = "CONNECT";

    final Part method = new Part();
    final Part url = new Part();
    final Part version = new Part();
    final Part path = new Part();
    final Part query = new Part();
    final Part scheme = new Part();

    /** Who is asked, where the target names that. */
    final Authority authority = new Authority();

    /** Whether there may be escapes in the target. */
    boolean escaped;

    private final boolean strict;

    RequestLine(Schema schema) {
        this.strict = schema == Schema.LOGSTASH;
    }

    /** A word, a space, a text without spaces, and perhaps {@code  HTTP/} and a number: else it is no HTTP request. */
    void scan(byte[] line, int from, int to) {
        clear();
        int methodTo = from;
        while (methodTo < to && (Ascii.isWord(line[methodTo]) || line[methodTo] == '-' && !strict)) {
            methodTo++;
        }
        if (methodTo == from || methodTo >= to || line[methodTo] != ' ') {
            return;
        }
        int urlFrom = methodTo + 1;
        int urlTo = urlFrom;
        while (urlTo < to && !isSpace(line[urlTo])) {
            escaped |= line[urlTo] == '\\';
            urlTo++;
        }
        if (urlTo == urlFrom || (urlTo < to && !isVersion(line, urlTo, to))) {
            return;
        }
        method.set(from, methodTo);
        url.set(urlFrom, urlTo);
        if (urlTo < to) {
            version.set(urlTo + VERSION.length(), to);
        }
        splitUrl(line);
    }

    /** Reads a target that stands alone, whatever is in it. */
    void scanTarget(byte[] line, int from, int to) {
        clear();
        if (to > from) {
            url.set(from, to);
            splitUrl(line);
        }
    }

    private void clear() {
        method.clear();
        url.clear();
        version.clear();
        path.clear();
        query.clear();
        scheme.clear();
        authority.clear();
        escaped = false;
    }

    private static boolean isVersion(byte[] line, int from, int end) {
        int number = from + VERSION.length();
        if (number > end) {
            return false;
        }
        for (int i = 0; i < VERSION.length(); i++) {
            if (line[from + i] != VERSION.charAt(i)) {
                return false;
            }
        }
        int to = Ascii.afterDigits(line, number, end);
        if (to > number && to < end && line[to] == '.') {
            int digits = Ascii.afterDigits(line, to + 1, end);
            to = digits > to + 1 ? digits : to;
        }
        return to > number && to == end;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    private void splitUrl(byte[] line) {
        if (isConnect(line)) {
            authority.scan(line, url.from, url.to);
            return;
        }
        int pathFrom = url.from;
        for (int i = url.from; i + 2 < url.to && line[i] != '/' && line[i] != '?'; i++) {
            if (line[i] == ':' && line[i + 1] == '/' && line[i + 2] == '/') {
                pathFrom = i + 3; // absolute form, as proxies are asked: the path comes after the host
                while (pathFrom < url.to && line[pathFrom] != '/' && line[pathFrom] != '?') {
                    pathFrom++;
                }
                splitOrigin(line, i, pathFrom);
                break;
            }
        }
        int pathTo = pathFrom;
        while (pathTo < url.to && line[pathTo] != '?') {
            pathTo++;
        }
        if (pathTo > pathFrom && line[pathFrom] == '/') {
            path.set(pathFrom, pathTo);
        }
        if (pathTo + 1 < url.to) {
            query.set(pathTo + 1, url.to);
        }
    }

    private void splitOrigin(byte[] line, int colon, int to) {
        if (strict || colon == url.from || colon + 3 >= to) {
            return;
        }
        scheme.set(url.from, colon);
        authority.scan(line, colon + 3, to);
    }

    /** What is asked of a proxy by this method is a host, and no path. */
    private boolean isConnect(byte[] line) {
        if (strict || method.length() != CONNECT.length() || line[url.from] == '/') {
            return false;
        }
        for (int i = 0; i < CONNECT.length(); i++) {
            if (line[method.from + i] != CONNECT.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
