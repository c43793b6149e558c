package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.geoip.IpSuffix;

/** The client that a word names: an address, perhaps with a port, or a name; or one of a list of those. */
final class ClientAddress {

    private static final String UNIX = "unix:";

    final Part address = new Part();
    final Part port = new Part();

    /** All of a list of more than one; missing where there is only one. */
    final Part list = new Part();

    private final Part first = new Part();
    private final boolean strict;
    private byte[] text;

    /** Of the address, once it is known whether it is one of IP. */
    private byte[] ip;

    private boolean ipIsKnown;

    /** @param strict whether lists, sockets and brackets without a port are none */
    ClientAddress(boolean strict) {
        this.strict = strict;
    }

    /** Takes the address or name at the word's end, as an unanchored pattern does, and the port away from it. */
    boolean scan(byte[] line, int from, int to) {
        text = line;
        list.clear();
        return word(from, to);
    }

    /** Takes the first public address of a list, else the first address, else the first name; or the only one. */
    boolean scanList(byte[] line, int from, int to) {
        text = line;
        list.clear();
        if (comma(from, to) == to) {
            return word(from, to);
        }
        first.clear();
        boolean addressed = false;
        int at = from;
        while (at < to) {
            int begin = at;
            while (begin < to && line[begin] == ' ') {
                begin++;
            }
            int end = comma(begin, to);
            at = end + 1;
            if (AccessValues.isAbsent(line, begin, end)) {
                continue;
            }
            if (!word(begin, end) || address.from > begin && text[begin] != '[') {
                return false;
            }
            if (isPublic()) {
                list.set(from, to);
                return true;
            }
            if (!first.isPresent() || !addressed && ip() != null) {
                first.set(begin, end);
                addressed = ip() != null;
            }
        }
        list.set(from, to);
        return first.isPresent() && word(first.from, first.to);
    }

    private int comma(int from, int to) {
        int at = from;
        while (at < to && text[at] != ',') {
            at++;
        }
        return at;
    }

    private boolean word(int from, int to) {
        port.clear();
        if (from >= to) {
            return false;
        }
        ip = to - from <= IpSuffix.MAX_ADDRESS ? IpAddress.parse(text, from, to) : null;
        ipIsKnown = ip != null;
        if (ipIsKnown || !strict && isUnix(from, to)) {
            address.set(from, to);
            return true;
        }
        int colon = to - 1;
        while (colon > from && text[colon] >= '0' && text[colon] <= '9') {
            colon--;
        }
        if (text[colon] == ':' && colon < to - 1 && to - colon <= 6) {
            boolean bracketed = text[colon - 1 < from ? from : colon - 1] == ']';
            int addressFrom = bracketed ? bracket(from, colon - 1) : IpSuffix.from4(text, from, colon);
            if (addressFrom >= 0) {
                address.set(addressFrom, bracketed ? colon - 1 : colon);
                port.set(colon + 1, to);
                return true;
            }
        }
        if (!strict && text[to - 1] == ']') {
            int addressFrom = bracket(from, to - 1);
            address.set(addressFrom, to - 1);
            return addressFrom >= 0;
        }
        int found = IpSuffix.from(text, from, to);
        if (found < 0) {
            return false;
        }
        address.set(found, to);
        return true;
    }

    private boolean isUnix(int from, int to) {
        if (to - from != UNIX.length()) {
            return false;
        }
        for (int i = 0; i < UNIX.length(); i++) {
            if (text[from + i] != UNIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int bracket(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '[') {
                return IpAddress.parse(text, i + 1, to) == null ? -1 : i + 1;
            }
        }
        return -1;
    }

    /** The bytes of the address; null where it is none of IP. */
    byte[] ip() {
        if (!ipIsKnown) {
            ip = IpAddress.parse(text, address.from, address.to);
            ipIsKnown = true;
        }
        return ip;
    }

    private boolean isPublic() {
        return ip() != null && IpAddress.isPublic(ip);
    }
}
