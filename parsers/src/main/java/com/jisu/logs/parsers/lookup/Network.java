package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.geoip.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of addresses, or one address, as Ruby's IPAddr reads it. Immutable.
 *
 * @param address of 4 or 16 bytes, with zeros behind the prefix
 * @param prefix bits that all of its addresses have in common
 */
record Network(byte[] address, int prefix) {

    private static final int DIGITS_OF_A_PREFIX = 3;
    private static final int IPV6_GROUPS = 8;

    /** The network of a text such as {@code 10.0.0.0/8} or {@code fe80::1}; null if it is none. */
    static Network of(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), address.length);
        return prefix < 0 || prefix > bits ? null : new Network(address, bits).masked(prefix);
    }

    private static byte[] address(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        byte[] ascii = (brackets ? text.substring(1, text.length() - 1) : text).getBytes(StandardCharsets.UTF_8);
        return IpAddress.parse(ascii, 0, ascii.length);
    }

    /** Bits of a prefix, written as their number or as a mask; -1 if it is neither. */
    private static int prefix(String text, int bytes) {
        if (!text.isEmpty()
                && text.length() <= DIGITS_OF_A_PREFIX
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(text);
        }
        byte[] mask = address(text);
        if (mask == null || mask.length != bytes) {
            return -1;
        }
        int ones = 0;
        boolean ended = false;
        for (int bit = 0; bit < bytes * Byte.SIZE; bit++) {
            boolean one = (mask[bit / Byte.SIZE] << bit % Byte.SIZE & 0x80) != 0;
            if (one && ended) {
                return -1;
            }
            ended |= !one;
            ones += one ? 1 : 0;
        }
        return ones;
    }

    /** The network of so many bits that this one is in; itself if it has less. */
    Network masked(int bits) {
        if (bits >= prefix) {
            return this;
        }
        byte[] masked = new byte[address.length];
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
            masked[i] = (byte) (address[i] & 0xFF00 >> kept);
        }
        return new Network(masked, bits);
    }

    /** Whether all addresses of the other are in this one. An IPv4 address is in no network of IPv6, however it is written. */
    boolean contains(Network other) {
        if (other.address.length != address.length || other.prefix < prefix) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != other.address[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ other.address[whole]) & 0xFF00 >> rest & 0xFF) == 0;
    }

    /** The first address, without the prefix; that of IPv6 with {@code ::} for its longest zeros, as Ruby has it. */
    String text() {
        String text;
        try {
            text = InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
        for (int zeros = IPV6_GROUPS; zeros > 1; zeros--) {
            Matcher run = Pattern.compile("(?:^|:)0(?::0){" + (zeros - 1) + "}(?:$|:)")
                    .matcher(text);
            if (run.find()) {
                return run.replaceFirst("::");
            }
        }
        return text;
    }
}
