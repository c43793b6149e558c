package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Ascii;

/**
 * What ingress-nginx has behind the user agent: {@code $request_length $request_time [$proxy_upstream_name]
 * [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status
 * $req_id}. Versions before 0.25 have no alternative name, and before 0.16 no id.
 */
final class IngressTail {

    final Part requestLength = new Part();
    final Part requestTime = new Part();
    final Part name = new Part();
    final Part alternativeName = new Part();
    final Part addresses = new Part();
    final Part responseTimes = new Part();
    final Part statusCodes = new Part();
    final Part requestId = new Part();
    private final Part responseLengths = new Part();

    private byte[] line;
    private int at;
    private int end;

    boolean scan(byte[] text, int from, int to) {
        line = text;
        at = from;
        end = to;
        alternativeName.clear();
        requestId.clear();
        if (!number(requestLength) || !number(requestTime) || !bracketed(name)) {
            return false;
        }
        bracketed(alternativeName);
        return list(addresses)
                && list(responseLengths)
                && list(responseTimes)
                && list(statusCodes)
                && (at >= end || list(requestId))
                && at >= end;
    }

    private boolean number(Part into) {
        int digits = Ascii.afterDigits(line, at, end);
        int to = digits < end && line[digits] == '.' ? Ascii.afterDigits(line, digits + 1, end) : digits;
        if (digits == at || to >= end || line[to] != ' ') {
            return false;
        }
        into.set(at, to);
        at = to + 1;
        return true;
    }

    private boolean bracketed(Part into) {
        if (at >= end || line[at] != '[') {
            return false;
        }
        int to = at + 1;
        while (to < end && line[to] != ']' && line[to] != ' ') {
            to++;
        }
        if (to + 1 >= end || line[to] != ']' || line[to + 1] != ' ') {
            return false;
        }
        into.set(at + 1, to);
        at = to + 2;
        return true;
    }

    /** Words with commas behind them, or colons between them, but for the last. */
    private boolean list(Part into) {
        int to = wordEnd(at);
        while (to < end && (line[to - 1] == ',' || isColon(to + 1) || isColon(to - 1) && line[to - 2] == ' ')) {
            to = wordEnd(to + 1);
        }
        if (to == at) {
            return false;
        }
        into.set(at, to);
        at = to + 1;
        return true;
    }

    private boolean isColon(int i) {
        return i + 1 < end && line[i] == ':' && line[i + 1] == ' ';
    }

    private int wordEnd(int from) {
        int to = from;
        while (to < end && line[to] != ' ') {
            to++;
        }
        return to;
    }
}
