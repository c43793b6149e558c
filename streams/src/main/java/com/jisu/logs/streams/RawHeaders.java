package com.jisu.logs.streams;

import com.jisu.logs.parsers.RawPosition;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Where a raw record stands, in the headers of its copy in the repartition topic. */
final class RawHeaders {

    private static final String POSITION = "raw.position";

    private RawHeaders() {}

    static Headers of(RawPosition position) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(position.partition())
                .putLong(position.offset())
                .array();
        return new RecordHeaders().add(POSITION, bytes);
    }

    /** @param topic the raw topic */
    static RawPosition position(Headers headers, String topic) {
        Header header = headers.lastHeader(POSITION);
        ByteBuffer bytes = ByteBuffer.wrap(header.value());
        return new RawPosition(topic, bytes.getInt(), bytes.getLong());
    }
}
