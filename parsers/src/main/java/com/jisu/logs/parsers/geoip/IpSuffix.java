package com.jisu.logs.parsers.geoip;

/** Finds the address or host name at the end of a word, as grok's unanchored IPORHOST does. */
public final class IpSuffix {

    /** Bytes of the longest address that is looked for. */
    public static final int MAX_ADDRESS = 64;

    private static final int MAX_LABEL = 63;

    private IpSuffix() {}

    /** Where the longest address or name begins that ends with the word, or -1. */
    public static int from(byte[] text, int from, int to) {
        int address = from4(text, from, to);
        if (address < 0 || address > from && text[address - 1] == ':') {
            int six = from6(text, from, to);
            address = six >= 0 ? six : address;
        }
        int name = nameFrom(text, from, to);
        return address >= 0 && (name < 0 || address < name) ? address : name;
    }

    /** Where the longest IPv4 address begins that ends with the word, or -1. */
    public static int from4(byte[] text, int from, int to) {
        int first = to;
        while (first > from
                && to - first < 16
                && (text[first - 1] >= '0' && text[first - 1] <= '9' || text[first - 1] == '.')) {
            first--;
        }
        boolean cut = first > from && text[first - 1] >= '0' && text[first - 1] <= '9';
        return !cut && IpAddress.parse(text, first, to) != null ? first : -1;
    }

    private static int from6(byte[] text, int from, int to) {
        int least = Math.max(from, to - MAX_ADDRESS);
        int zone = to;
        for (int i = least; i < to; i++) {
            if (text[i] == '%') {
                zone = i;
            }
        }
        int first = zone;
        while (first > least
                && (Character.digit(text[first - 1], 16) >= 0 || text[first - 1] == ':' || text[first - 1] == '.')) {
            first--;
        }
        for (int i = first; i < zone; i++) {
            if (IpAddress.parse(text, i, to) != null) {
                return i;
            }
        }
        return -1;
    }

    /** Whether all of it is a host name. */
    public static boolean isHostName(byte[] text, int from, int to) {
        return from < to && nameFrom(text, from, to) == from;
    }

    private static int nameFrom(byte[] text, int from, int to) {
        int last = to > from && text[to - 1] == '.' ? to - 1 : to;
        int first = -1;
        int labelEnd = last;
        int i = last;
        while (i > from) {
            byte b = text[i - 1];
            if (isAlphanumeric(b)) {
                i--;
                boolean boundary = i == from || !isWord(text[i - 1]);
                if (boundary && labelEnd - i <= MAX_LABEL) {
                    first = i;
                }
            } else if (b == '-') {
                i--;
            } else if (b == '.' && i < labelEnd && isAlphanumeric(text[i]) && labelEnd - i <= MAX_LABEL) {
                i--;
                labelEnd = i;
                if (i == from || !isAlphanumeric(text[i - 1]) && text[i - 1] != '-') {
                    break;
                }
            } else {
                break;
            }
        }
        return first;
    }

    private static boolean isAlphanumeric(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
    }

    private static boolean isWord(byte b) {
        return isAlphanumeric(b) || b == '_';
    }
}
