package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.geoip.IpAddress;
import java.nio.charset.StandardCharsets;

/**
 * Which bits of addresses stay.
 *
 * @param bits4 of an IPv4 address, from 0 to 32; also of one that is written as IPv6
 * @param bits6 of an IPv6 address, from 0 to 128
 */
record AddressMask(int bits4, int bits6) {

    private static final int LONGEST = 64;
    private static final int BYTES_4 = 4;
    private static final int BYTES_6 = 16;
    private static final int GROUPS = 8;
    private static final int MAPPED = 12;
    private static final int BYTE = 0xFF;

    /** The text with its addresses masked; the same text if it is none, and no list of them with commas. */
    String of(String text) {
        if (text.indexOf(',') < 0) {
            String masked = trimmed(text);
            return masked == null ? text : masked;
        }
        StringBuilder all = new StringBuilder();
        String comma = "";
        for (String part : text.split(",", -1)) {
            String masked = trimmed(part);
            all.append(comma).append(masked == null ? part : masked);
            comma = ",";
        }
        return all.toString();
    }

    private String trimmed(String text) {
        String inner = text.strip();
        if (inner.length() > LONGEST || inner.length() < 2) {
            return null;
        }
        String masked = withPort(inner);
        return masked == null || inner.length() == text.length() ? masked : text.replace(inner, masked);
    }

    /** An address, with a port or without: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. Null if it is none. */
    private String withPort(String text) {
        if (text.charAt(0) == '[') {
            int end = text.indexOf(']');
            String masked = end < 0 || !isPort(text, end + 1) ? null : address(text.substring(1, end));
            return masked == null ? null : '[' + masked + text.substring(end);
        }
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.indexOf(':') == colon && isPort(text, colon)) {
            String masked = address(text.substring(0, colon));
            return masked == null ? null : masked + text.substring(colon);
        }
        return address(text);
    }

    private static boolean isPort(String text, int colon) {
        if (colon == text.length()) {
            return true;
        }
        boolean digits = text.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return text.charAt(colon) == ':' && digits && colon + 1 < text.length();
    }

    private String address(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int zone = IpAddress.zone(bytes, 0, bytes.length);
        byte[] address = IpAddress.parse(bytes, 0, zone);
        if (address == null || address.length == BYTES_4 && zone < bytes.length) {
            return null;
        }
        if (address.length == BYTES_4) {
            clear(address, 0, bits4);
            return dotted(address, 0);
        }
        if (isMapped(address)) {
            clear(address, MAPPED, bits4);
            return "::ffff:" + dotted(address, MAPPED);
        }
        clear(address, 0, bits6);
        return grouped(address); // without the zone, which tells the host's interface
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < MAPPED - 2; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[MAPPED - 2] == -1 && address[MAPPED - 1] == -1;
    }

    private static void clear(byte[] address, int from, int bits) {
        for (int i = from; i < address.length; i++) {
            int left = Math.max(0, Math.min(Byte.SIZE, bits - (i - from) * Byte.SIZE));
            address[i] &= (byte) (BYTE << (Byte.SIZE - left));
        }
    }

    private static String dotted(byte[] address, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < address.length; i++) {
            text.append(i > from ? "." : "").append(address[i] & BYTE);
        }
        return text.toString();
    }

    /** As RFC 5952 writes it: the longest run of zeros is two colons. */
    private static String grouped(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < BYTES_6; i += 2) {
            groups[i / 2] = (address[i] & BYTE) << Byte.SIZE | address[i + 1] & BYTE;
        }
        int from = 0;
        int to = 0;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > to - from && end - i > 1) {
                from = i;
                to = end;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from && to > from) {
                text.append("::");
                i = to - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
