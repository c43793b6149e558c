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

    /** The index to store the document in, UTF-8; absent where it is the daily one. */
    public static final String INDEX = "index";

    /** The document id that rules gave, UTF-8, at most 512 bytes; absent where the key is the id. */
    public static final String ID = "id";

    /** The ingest pipeline to send it through, UTF-8; absent where there is none. */
    public static final String PIPELINE = "pipeline";

    /** What chooses the shard, UTF-8; absent where the id does. */
    public static final String ROUTING = "routing";

    private ParsedHeaders() {}

    /** Adds where a document goes; each of it may be null. */
    public static void addDelivery(Headers headers, String index, String id, String pipeline, String routing) {
        add(headers, INDEX, index);
        add(headers, ID, id);
        add(headers, PIPELINE, pipeline);
        add(headers, ROUTING, routing);
    }

    private static void add(Headers headers, String name, String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A header's text; null where it is missing or empty. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length == 0
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

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
