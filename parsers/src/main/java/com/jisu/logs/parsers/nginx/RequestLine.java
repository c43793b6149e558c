package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Ascii;

/** The parts of a request line of HTTP, as nginx writes it into both of its logs. All are missing where it is none. */
final class RequestLine {

    private static final String VERSION = " HTTP/";

    final Part method = new Part();
    final Part url = new Part();
    final Part version = new Part();
    final Part path = new Part();
    final Part query = new Part();

    /** A word, a space, a text without spaces, and perhaps {@code  HTTP/} and a number: else it is no HTTP request. */
    void scan(byte[] line, int from, int to) {
        method.clear();
        url.clear();
        version.clear();
        path.clear();
        query.clear();
        int methodTo = from;
        while (methodTo < to && Ascii.isWord(line[methodTo])) {
            methodTo++;
        }
        if (methodTo == from || methodTo >= to || line[methodTo] != ' ') {
            return;
        }
        int urlFrom = methodTo + 1;
        int urlTo = urlFrom;
        while (urlTo < to && !isSpace(line[urlTo])) {
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
        int pathFrom = url.from;
        for (int i = url.from; i + 2 < url.to && line[i] != '/' && line[i] != '?'; i++) {
            if (line[i] == ':' && line[i + 1] == '/' && line[i + 2] == '/') {
                pathFrom = i + 3; // absolute form, as proxies are asked: the path comes after the host
                while (pathFrom < url.to && line[pathFrom] != '/' && line[pathFrom] != '?') {
                    pathFrom++;
                }
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
}
