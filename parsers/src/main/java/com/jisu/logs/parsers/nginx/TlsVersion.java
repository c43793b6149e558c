package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of TLS that a connection has, as ECS names it. */
record TlsVersion(Leaf protocol, Leaf version) {

    /** As OpenSSL names them, or Go does. */
    private static final Pattern PROTOCOL = Pattern.compile("(?:(TLS|SSL)v|(?=1\\.[0-3]$))(\\d)(\\.\\d)?");

    /** What stands for TLS 1.0 in a handshake (RFC 8446): 3.1, in two bytes. */
    private static final long TLS_1_0 = 0x0301;

    private static final long TLS_1_3 = 0x0304;

    /** Null if it is neither the name nor the number of one. */
    static TlsVersion of(byte[] text) {
        TlsVersion named = ofProtocol(text);
        return named == null ? ofNumber(text) : named;
    }

    /** Null if it is the name of none. */
    static TlsVersion ofProtocol(byte[] name) {
        Matcher matcher = PROTOCOL.matcher(new String(name, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return null;
        }
        String minor = matcher.group(3) == null ? ".0" : matcher.group(3);
        return new TlsVersion(
                Leaf.text("SSL".equals(matcher.group(1)) ? "ssl" : "tls"), Leaf.text(matcher.group(2) + minor));
    }

    /** Null if it is the number of none. */
    private static TlsVersion ofNumber(byte[] digits) {
        boolean whole = digits.length == 3 && AccessValues.isWhole(digits, 0, digits.length);
        long number = whole ? AccessValues.wholeNumber(digits, 0, digits.length) : -1;
        return number < TLS_1_0 || number > TLS_1_3
                ? null
                : new TlsVersion(Leaf.text("tls"), Leaf.text("1." + (number - TLS_1_0)));
    }
}
