package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import com.jisu.logs.parsers.api.ParsedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What the parser has found in an event, in a header of its copy in the repartition topic: so a part of a line need not be
 * parsed again to be known as one.
 *
 * @param line null where the event has none of a container
 * @param id the document id of the event on its own
 */
record FoundLine(ContainerLine line, String id) {

    private static final String NAME = "line";

    private static final int ID_LENGTH = 22;
    private static final int LENGTH = LineSource.LENGTH + 1 + Integer.BYTES + 3 * Long.BYTES + ID_LENGTH;

    private static final int CUT = 1;
    private static final int TIME_OF_LINE = 2;

    static FoundLine of(ParsedEvent event) {
        return new FoundLine(event.containerLine(), new String(event.id(), StandardCharsets.US_ASCII));
    }

    /** Only where there is a line. */
    void addTo(Headers headers) {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(line.source().toBytes())
                .put((byte) ((line.cut() ? CUT : 0) | (line.timeOfLine() ? TIME_OF_LINE : 0)))
                .putInt(line.textBytes())
                .putLong(line.time())
                .putLong(line.file())
                .putLong(line.offset())
                .put(id.getBytes(StandardCharsets.US_ASCII))
                .array();
        headers.add(NAME, bytes);
    }

    /** Nothing where the header is missing, as versions before it did not write it, or not as it is written here. */
    static Optional<FoundLine> read(Headers headers) {
        Header header = headers.lastHeader(NAME);
        if (header == null || header.value() == null || header.value().length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(header.value());
        LineSource source = LineSource.read(bytes);
        int flags = bytes.get();
        ContainerLine line = new ContainerLine(
                source,
                (flags & CUT) != 0,
                bytes.getInt(),
                bytes.getLong(),
                (flags & TIME_OF_LINE) != 0,
                bytes.getLong(),
                bytes.getLong());
        byte[] id = new byte[ID_LENGTH];
        bytes.get(id);
        return Optional.of(new FoundLine(line, new String(id, StandardCharsets.US_ASCII)));
    }
}
