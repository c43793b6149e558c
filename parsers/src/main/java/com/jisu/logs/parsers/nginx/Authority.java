package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.geoip.IpSuffix;

/** A host and perhaps its port, as URLs and {@code Host} headers have them: IPv6 in brackets. */
final class Authority {

    private static final int MAX_PORT = 5;

    /** With the brackets of IPv6. */
    final Part host = new Part();

    final Part port = new Part();

    void clear() {
        host.clear();
        port.clear();
    }

    /** Takes a text apart, which is one for sure, but for a user in front of it. */
    void scan(byte[] text, int from, int to) {
        int begin = from;
        for (int i = from; i < to; i++) {
            if (text[i] == '@') {
                begin = i + 1;
            }
        }
        int colon = to;
        while (colon > begin && text[colon - 1] >= '0' && text[colon - 1] <= '9') {
            colon--;
        }
        colon--;
        boolean numbered = colon > begin && text[colon] == ':' && colon < to - 1 && to - colon - 1 <= MAX_PORT;
        if (numbered && (text[colon - 1] == ']' || isOnlyColon(text, begin, colon))) {
            host.set(begin, colon);
            port.set(colon + 1, to);
        } else {
            host.set(begin, to);
            port.clear();
        }
    }

    /** Whether the text is the name or address of a host; if so it is taken apart. */
    boolean scanHost(byte[] text, int from, int to) {
        if (to <= from) {
            return false;
        }
        scan(text, from, to);
        boolean whole = host.from == from;
        boolean bracketed = whole && text[from] == '[' && text[host.to - 1] == ']';
        boolean is = bracketed
                ? IpAddress.parse(text, from + 1, host.to - 1) != null
                : whole && (IpSuffix.isHostName(text, from, host.to) || IpAddress.parse(text, from, host.to) != null);
        if (!is) {
            clear();
        }
        return is;
    }

    private static boolean isOnlyColon(byte[] text, int from, int colon) {
        for (int i = from; i < colon; i++) {
            if (text[i] == ':') {
                return false;
            }
        }
        return true;
    }
}
