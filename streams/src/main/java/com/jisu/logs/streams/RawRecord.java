package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.RawPosition;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Where a raw record stands and when it arrived, in a header of its copy in the repartition topic. The copy's own
 * timestamp is that of the copying: brokers may be set up to refuse old ones, and a replay reads old records.
 */
record RawRecord(RawPosition position, long arrival) {

    private static final String NAME = "raw";

    Headers toHeaders() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(position.partition())
                .putLong(position.offset())
                .putLong(arrival)
                .array();
        return new RecordHeaders().add(NAME, bytes);
    }

    /**
     * Nothing where the header is missing or not as it is written here: the topic is open to others.
     *
     * @param topic the raw topic
     */
    static Optional<RawRecord> read(Headers headers, String topic) {
        Header header = headers.lastHeader(NAME);
        if (header == null || header.value() == null || header.value().length != Integer.BYTES + 2 * Long.BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(header.value());
        RawPosition position = new RawPosition(topic, bytes.getInt(), bytes.getLong());
        return Optional.of(new RawRecord(position, bytes.getLong()));
    }
}
