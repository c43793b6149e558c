package com.jisu.logs.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of a record in the parsed topic. */
public final class ParsedHeaders {

    /** Epoch milliseconds, 8 bytes big-endian, of the time that chooses the daily index (UTC). */
    public static final String TIME = "time";

    /** The event's {@code fields.logtype} as UTF-8 text; absent where the event has none. */
    public static final String LOG_TYPE = "logtype";

    private ParsedHeaders() {}

    /** Encodes a {@link #TIME} header's value. */
    public static byte[] encodeTime(long epochMillis) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epochMillis).array();
    }

    /** The {@link #TIME} of a record, or nothing where the header is missing or not 8 bytes long. */
    public static OptionalLong time(Headers headers) {
        Header header = headers.lastHeader(TIME);
        if (header == null || header.value() == null || header.value().length != Long.BYTES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
    }

    /** The {@link #LOG_TYPE} of a record, or the empty string. */
    public static String logType(Headers headers) {
        Header header = headers.lastHeader(LOG_TYPE);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
