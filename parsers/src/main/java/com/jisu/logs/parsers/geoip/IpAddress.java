package com.jisu.logs.parsers.geoip;

import java.util.Arrays;

/** Reads IP addresses from text, strictly and without ever asking DNS. */
public final class IpAddress {

    private IpAddress() {}

    /** The 4 or 16 bytes of the address that is all of the text, or null. A zone index is not part of the address. */
    public static byte[] parse(byte[] text, int from, int to) {
        if (to - from < 2) {
            return null;
        }
        int first = from;
        while (first < to && isHex(text[first])) {
            first++;
        }
        return first < to && text[first] == ':' ? parse6(text, from, to) : parse4(text, from, to);
    }

    private static boolean isHex(byte b) {
        return b >= '0' && b <= '9' || (b | 0x20) >= 'a' && (b | 0x20) <= 'f';
    }

    /** Where the zone index of an address begins, with its percent sign; the end where it has none. */
    public static int zone(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '%') {
            at++;
        }
        return at;
    }

    /** Whether an address of these bytes is one of the Internet's: not private, of a link, of one host, or of a group. */
    public static boolean isPublic(byte[] address) {
        int ipv4 = ipv4At(address);
        if (ipv4 >= 0) {
            return isPublic4(address, ipv4);
        }
        int first = address[0] & 0xFF;
        boolean uniqueLocal = (first & 0xFE) == 0xFC;
        boolean linkLocal = first == 0xFE && (address[1] & 0xC0) == 0x80;
        return !uniqueLocal && !linkLocal && first != 0xFF && !isZero(address, 15);
    }

    /**
     * Where the four bytes of an IPv4 address begin: in one of IPv6, if a host of both versions writes IPv4 so (RFC 4291, ::ffff:0:0/96) or a
     * NAT64 does (RFC 6052, 64:ff9b::/96). -1 if there are none.
     *
     * @param address 4 or 16 bytes
     */
    static int ipv4At(byte[] address) {
        if (address.length == 4) {
            return 0;
        }
        return isMapped(address) || isOfNat64(address) ? 12 : -1;
    }

    /** Whether it is an address of IPv4, or has one in it. */
    public static boolean isIpv4(byte[] address) {
        return ipv4At(address) >= 0;
    }

    private static boolean isMapped(byte[] address) {
        return address[10] == -1 && address[11] == -1 && isZero(address, 10);
    }

    private static boolean isOfNat64(byte[] address) {
        if (address[1] != 0x64 || address[0] != 0 || address[2] != (byte) 0xFF || address[3] != (byte) 0x9B) {
            return false;
        }
        if (address[4] == 0 && address[5] == 1) {
            return true; // 64:ff9b:1::/48, of which networks take prefixes of 96 bits for themselves
        }
        for (int i = 4; i < 12; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPublic4(byte[] address, int from) {
        int first = address[from] & 0xFF;
        int second = address[from + 1] & 0xFF;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127; // of carriers
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168;
            default -> first < 224;
        };
    }

    private static boolean isZero(byte[] address, int to) {
        for (int i = 0; i < to; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] parse4(byte[] text, int from, int to) {
        byte[] address = new byte[4];
        return put4(text, from, to, address, 0) ? address : null;
    }

    private static boolean put4(byte[] text, int from, int to, byte[] target, int targetFrom) {
        int at = from;
        for (int i = 0; i < 4; i++) {
            int part = 0;
            int start = at;
            while (at < to && text[at] >= '0' && text[at] <= '9' && at - start < 3) {
                part = part * 10 + text[at] - '0';
                at++;
            }
            boolean leadingZero = at - start > 1 && text[start] == '0';
            if (at == start || part > 255 || leadingZero) {
                return false;
            }
            target[targetFrom + i] = (byte) part;
            if (i < 3 && (at >= to || text[at++] != '.')) {
                return false;
            }
        }
        return at == to;
    }

    private static byte[] parse6(byte[] text, int from, int end) {
        int to = end;
        for (int i = from; i < end; i++) {
            if (text[i] == '%') {
                to = i;
            }
        }
        byte[] address = new byte[16];
        int count = 0; // bytes read
        int gap = -1; // where "::" stands, in bytes
        int at = from;
        if (at + 1 < to && text[at] == ':' && text[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < to) {
            int group = groupEnd(text, at, to);
            if (group < to && text[group] == '.') {
                if (count > 12 || !put4(text, at, to, address, count)) {
                    return null;
                }
                count += 4;
                break;
            }
            if (group == at || count > 14) {
                return null;
            }
            putGroup(text, at, group, address, count);
            count += 2;
            at = group;
            if (at == to) {
                break;
            }
            if (text[at++] != ':' || at == to) {
                return null;
            }
            if (text[at] == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        return gap < 0 ? count == 16 ? address : null : filled(address, count, gap);
    }

    /** Behind a group's digits: up to four, and zeros in front, as many as there are. */
    private static int groupEnd(byte[] text, int from, int to) {
        int part = 0;
        int at = from;
        while (at < to && part <= 0xFFF && Character.digit(text[at], 16) >= 0) {
            part = part << 4 | Character.digit(text[at], 16);
            at++;
        }
        return at;
    }

    private static void putGroup(byte[] text, int from, int to, byte[] target, int targetFrom) {
        int part = 0;
        for (int i = from; i < to; i++) {
            part = part << 4 | Character.digit(text[i], 16);
        }
        target[targetFrom] = (byte) (part >> 8);
        target[targetFrom + 1] = (byte) part;
    }

    /** The address with the zeros that "::" stands for; null where there is no room for any. */
    private static byte[] filled(byte[] address, int count, int gap) {
        if (count > 14) {
            return null;
        }
        int tail = count - gap;
        System.arraycopy(address, gap, address, 16 - tail, tail);
        Arrays.fill(address, gap, 16 - tail, (byte) 0);
        return address;
    }
}
