package com.jisu.logs.records;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The header of a record in the raw topic. None is needed: Filebeat's own Kafka output writes records without. */
public final class RawHeaders {

    /**
     * Says that the record's partition is that of its source (a container, by its file): all lines of that source come to
     * it, in the order in which they were received. The value is the partition, 4 bytes big-endian; in any other one, to
     * which a record may have been copied, the header says nothing.
     */
    static final String SOURCE = "source";

    private RawHeaders() {}

    /** The {@link #SOURCE} header of the records of one partition. */
    public static Header ofSource(int partition) {
        return new RecordHeader(SOURCE, encode(partition));
    }

    /** Whether a record of this partition has the {@link #SOURCE} header for it. */
    public static boolean isOfSource(Headers headers, int partition) {
        Header header = headers.lastHeader(SOURCE);
        return header != null && Arrays.equals(header.value(), encode(partition));
    }

    private static byte[] encode(int partition) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
    }
}
