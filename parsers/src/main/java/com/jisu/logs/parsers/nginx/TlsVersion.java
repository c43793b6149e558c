package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Leaf;

/** The version of TLS that a connection has, as ECS names it. */
record TlsVersion(Leaf protocol, Leaf version) {

    /** Characters in front of the version, as OpenSSL writes it. */
    private static final int PREFIX = 4;

    /** What stands for TLS 1.0 in a handshake (RFC 8446): 3.1, in two bytes. */
    private static final long TLS_1_0 = 0x0301;

    private static final long TLS_1_3 = 0x0304;

    private static final Leaf TLS = Leaf.text("tls");
    private static final Leaf SSL = Leaf.text("ssl");

    /** Null if it is neither the name nor the number of one. */
    static TlsVersion of(Leaf text) {
        TlsVersion named = ofProtocol(text);
        return named == null ? ofNumber(text.bytes(), text.from(), text.to()) : named;
    }

    /** Null if it is the name of none, as OpenSSL has them, {@code TLSv1.3}, or Go does, {@code 1.3}. */
    static TlsVersion ofProtocol(Leaf name) {
        byte[] text = name.bytes();
        int from = name.from();
        int to = name.to();
        int number = from + PREFIX;
        if (number < to && text[number - 1] == 'v') {
            boolean tls = AccessValues.isText(text, from, number - 1, "TLS");
            boolean ssl = AccessValues.isText(text, from, number - 1, "SSL");
            return tls || ssl ? ofVersion(tls ? TLS : SSL, text, number, to) : null;
        }
        boolean alone = to - from == 3 && text[from] == '1' && text[from + 2] <= '3';
        return alone ? ofVersion(TLS, text, from, to) : null;
    }

    /** A digit, and perhaps a point and another one. */
    private static TlsVersion ofVersion(Leaf protocol, byte[] text, int from, int to) {
        if (to - from == 1 && isDigit(text[from])) {
            return new TlsVersion(protocol, Leaf.text((char) text[from] + ".0"));
        }
        boolean is = to - from == 3 && isDigit(text[from]) && text[from + 1] == '.' && isDigit(text[from + 2]);
        return is ? new TlsVersion(protocol, Leaf.text(text, from, to)) : null;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Null if it is the number of none. */
    private static TlsVersion ofNumber(byte[] text, int from, int to) {
        boolean whole = to - from == 3 && AccessValues.isWhole(text, from, to);
        long number = whole ? AccessValues.wholeNumber(text, from, to) : -1;
        return number < TLS_1_0 || number > TLS_1_3 ? null : new TlsVersion(TLS, Leaf.text("1." + (number - TLS_1_0)));
    }
}
