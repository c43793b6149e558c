package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import com.jisu.logs.parsers.api.RawPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The parts of cut lines, in a persistent store with a changelog. A key is the part's source and its number, so that the
 * parts of one source stand one after the other, in their order.
 */
final class CutLineStore {

    static final String NAME = "cut-lines";

    private static final int ID_LENGTH = 22;
    private static final byte FORMAT = 2;

    /** Had neither the engine's time, nor a place in the file. */
    private static final byte FORMAT_OF_NOVEMBER = 1;

    private static final int CUT = 1;
    private static final int ENDED = 2;
    private static final int TIME_OF_LINE = 4;

    /**
     * A part, less its event.
     *
     * @param text what the engine says of it
     * @param number grows from part to part
     * @param line the number of its line's first part
     * @param ended of a first part: whether the line has ended by time
     * @param id the document id of the part on its own
     * @param eventBytes bytes of its event
     */
    record Part(
            ContainerLine text,
            long number,
            long line,
            boolean ended,
            RawPosition position,
            long arrival,
            String id,
            int eventBytes) {

        LineSource source() {
            return text.source();
        }

        boolean isFirst() {
            return number == line;
        }

        private Bytes key() {
            return Bytes.wrap(ByteBuffer.allocate(LineSource.LENGTH + Long.BYTES)
                    .put(source().toBytes())
                    .putLong(number)
                    .array());
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final String rawTopic;

    /** @param rawTopic where the parts come from */
    CutLineStore(KeyValueStore<Bytes, byte[]> store, String rawTopic) {
        this.store = store;
        this.rawTopic = rawTopic;
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    void put(Part part, byte[] event) {
        byte[] value = ByteBuffer.allocate(headLength(FORMAT) + event.length)
                .put(FORMAT)
                .put(flags(part))
                .putLong(part.line())
                .putInt(part.position().partition())
                .putLong(part.position().offset())
                .putLong(part.arrival())
                .putInt(part.text().textBytes())
                .put(part.id().getBytes(StandardCharsets.US_ASCII))
                .putLong(part.text().time())
                .putLong(part.text().file())
                .putLong(part.text().offset())
                .put(event)
                .array();
        store.put(part.key(), value);
    }

    private static byte flags(Part part) {
        return (byte) ((part.text().cut() ? CUT : 0)
                | (part.ended() ? ENDED : 0)
                | (part.text().timeOfLine() ? TIME_OF_LINE : 0));
    }

    private static int headLength(byte format) {
        int longs = format == FORMAT ? 6 : 3;
        return 2 + longs * Long.BYTES + 2 * Integer.BYTES + ID_LENGTH;
    }

    /** Marks the line of this first part as one that has ended. */
    void putEnded(Part first) {
        byte[] value = store.get(first.key());
        value[1] |= ENDED;
        store.put(first.key(), value);
    }

    byte[] event(Part part) {
        byte[] value = store.get(part.key());
        return Arrays.copyOfRange(value, headLength(value[0]), value.length);
    }

    void delete(Part part) {
        store.delete(part.key());
    }

    void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    /**
     * All parts, those of one source together and in order.
     *
     * @param unreadable gets what is in another format: an entry's key and value as they are
     */
    List<Part> all(Consumer<Record<byte[], byte[]>> unreadable) {
        List<Part> parts = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                byte[] key = entry.key.get();
                if (isPart(key, entry.value)) {
                    parts.add(part(key, entry.value));
                } else {
                    unreadable.accept(new Record<>(key, entry.value, 0, new RecordHeaders()));
                }
            });
        }
        return parts;
    }

    private static boolean isPart(byte[] key, byte[] value) {
        return key.length == LineSource.LENGTH + Long.BYTES
                && value.length > 0
                && (value[0] == FORMAT || value[0] == FORMAT_OF_NOVEMBER)
                && value.length >= headLength(value[0]);
    }

    private Part part(byte[] keyBytes, byte[] valueBytes) {
        ByteBuffer key = ByteBuffer.wrap(keyBytes);
        ByteBuffer value = ByteBuffer.wrap(valueBytes);
        byte format = value.get();
        int flags = value.get();
        LineSource source = LineSource.read(key);
        long number = key.getLong();
        long line = value.getLong();
        RawPosition position = new RawPosition(rawTopic, value.getInt(), value.getLong());
        long arrival = value.getLong();
        int textBytes = value.getInt();
        byte[] id = new byte[ID_LENGTH];
        value.get(id);
        ContainerLine text = new ContainerLine(
                source,
                (flags & CUT) != 0,
                textBytes,
                format == FORMAT ? value.getLong() : ContainerLine.NO_TIME,
                (flags & TIME_OF_LINE) != 0,
                format == FORMAT ? value.getLong() : ContainerLine.NO_FILE,
                format == FORMAT ? value.getLong() : ContainerLine.NO_OFFSET);
        String itsId = new String(id, StandardCharsets.US_ASCII);
        return new Part(text, number, line, (flags & ENDED) != 0, position, arrival, itsId, value.remaining());
    }
}
