package com.jisu.logs.ingest.lumberjack;

import com.jisu.logs.ingest.metrics.CloseReason;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names what else clients speak to a Beats port by mistake. */
final class ForeignProtocol {

    private static final byte TLS_HANDSHAKE = 0x16; // RFC 8446, 5.1: the record type that opens every connection
    private static final byte TLS_MAJOR_VERSION = 3;
    private static final List<String> HTTP_METHODS =
            List.of("GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH ", "TRACE ", "PRI ");
    private static final int LONGEST_METHOD = "OPTIONS ".length();

    private ForeignProtocol() {}

    /**
     * What a connection's first bytes are, if they are not Lumberjack's but something known.
     *
     * @param rest what has arrived after the first two bytes; it is not consumed
     * @return null if it is nothing known
     */
    static ProtocolViolation recognize(byte first, byte second, ByteBuf rest) {
        if (first == TLS_HANDSHAKE && second == TLS_MAJOR_VERSION) {
            return new ProtocolViolation(
                    CloseReason.TLS_ON_PLAIN_PORT, "spoke TLS to the plaintext Beats port; set ingest.tls");
        }
        String start = "" + (char) first + (char) second
                + rest.toString(
                        rest.readerIndex(),
                        Math.min(rest.readableBytes(), LONGEST_METHOD - 2),
                        StandardCharsets.ISO_8859_1);
        if (HTTP_METHODS.stream().anyMatch(start::startsWith)) {
            return new ProtocolViolation(
                    CloseReason.HTTP, "spoke HTTP to the Beats port, which takes Filebeat's output.logstash");
        }
        return null;
    }

    /** A byte as an operator reads it: the character, or its number. */
    static String printable(byte value) {
        return value > ' ' && value < 0x7F ? "'" + (char) value + "'" : String.format("0x%02X", value);
    }
}
