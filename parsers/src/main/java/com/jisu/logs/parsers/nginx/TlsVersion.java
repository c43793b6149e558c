package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Leaf;

/** The version of TLS that a connection has, as ECS names it. */
record TlsVersion(Leaf protocol, Leaf version) {

    /** Characters in front of the version. */
    private static final int PREFIX = 4;

    /** What stands for TLS 1.0 in a handshake (RFC 8446): 3.1, in two bytes. */
    private static final long TLS_1_0 = 0x0301;

    private static final long TLS_1_3 = 0x0304;

    private static final Leaf TLS = Leaf.text("tls");
    private static final Leaf SSL = Leaf.text("ssl");

    /** Null if it is the name of none, as OpenSSL has them: {@code TLSv1.3}. */
    static TlsVersion ofProtocol(Leaf name) {
        byte[] text = name.bytes();
        int from = name.from() + PREFIX;
        int to = name.to();
        boolean digit = from < to && text[from - 1] == 'v' && isDigit(text[from]);
        boolean minor = digit && from + 3 == to && text[from + 1] == '.' && isDigit(text[from + 2]);
        if (!minor && !(digit && from + 1 == to)) {
            return null;
        }
        Leaf version = minor ? Leaf.text(text, from, to) : Leaf.text((char) text[from] + ".0");
        if (AccessValues.isText(text, name.from(), from - 1, "TLS")) {
            return new TlsVersion(TLS, version);
        }
        return AccessValues.isText(text, name.from(), from - 1, "SSL") ? new TlsVersion(SSL, version) : null;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Null if it is the number of none. */
    static TlsVersion ofNumber(Leaf digits) {
        byte[] text = digits.bytes();
        boolean whole = digits.length() == 3 && AccessValues.isWhole(text, digits.from(), digits.to());
        long number = whole ? AccessValues.wholeNumber(text, digits.from(), digits.to()) : -1;
        return number < TLS_1_0 || number > TLS_1_3 ? null : new TlsVersion(TLS, Leaf.text("1." + (number - TLS_1_0)));
    }
}
