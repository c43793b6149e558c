package com.jisu.logs.parsers;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names a line by what stays the same when its shipper sends it again, so that storing it twice makes one document.
 *
 * <p>Sixteen bytes in URL-safe base64: the event's time in seconds (ids of one period sort together, which Lucene finds
 * faster), then 96 bits of a hash over the shipper, the file, the offset in it, the event's time and its message. Each
 * part is hashed with its length before it, so that no two lists of parts make the same bytes. An event without a file
 * position is named by its place in Kafka.
 */
final class DocumentId {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int MESSAGE_SEED = 1;

    private static final Key AGENT = Keys.known("agent");
    private static final Key HOST = Keys.known("host");
    private static final Key LOG = Keys.known("log");
    private static final Key ID = Keys.known("id");
    private static final Key NAME = Keys.known("name");
    private static final Key FILE = Keys.known("file");
    private static final Key DEVICE_ID = Keys.known("device_id");
    private static final Key INODE = Keys.known("inode");
    private static final Key PATH = Keys.known("path");
    private static final Key OFFSET = Keys.known("offset");
    private static final Key TIMESTAMP = Keys.known("@timestamp");
    private static final Key MESSAGE = Keys.known("message");

    private final Murmur3 murmur = new Murmur3();
    private final byte[] id = new byte[16];
    private byte[] parts = new byte[512];
    private int length;

    /**
     * The id of an event.
     *
     * @param event as it came
     * @param seconds the event's own time, or that of its arrival where it has none
     */
    byte[] of(JsonObject event, RawPosition position, long seconds) {
        length = 0;
        if (!addFilePosition(event)) {
            length = 0;
            add(position.topic().getBytes(StandardCharsets.UTF_8));
            add(position.partition());
            add(position.offset());
        }
        murmur.hash(parts, 0, length, 0);
        putLong(id, 0, seconds << 32);
        putLong(id, 4, murmur.high());
        putLong(id, 8, murmur.low() & 0xFFFFFFFFL | murmur.high() << 32);
        return BASE64.encode(id);
    }

    private boolean addFilePosition(JsonObject event) {
        JsonObject log = event.object(LOG);
        JsonObject file = log == null ? null : log.object(FILE);
        JsonValue time = event.get(TIMESTAMP);
        JsonValue offset = log == null ? null : log.get(OFFSET);
        if (file == null || !JsonValue.isPresent(time) || !JsonValue.isPresent(offset)) {
            return false;
        }
        add(shipper(event));
        JsonValue device = file.get(DEVICE_ID);
        JsonValue inode = file.get(INODE);
        if (JsonValue.isPresent(device) && JsonValue.isPresent(inode)) {
            add(device);
            add(inode);
        } else if (JsonValue.isPresent(file.get(PATH))) {
            add(file.get(PATH));
        } else {
            return false;
        }
        add(offset);
        add(time);
        addMessage(event.get(MESSAGE));
        return true;
    }

    private static JsonValue shipper(JsonObject event) {
        JsonObject agent = event.object(AGENT);
        if (agent != null && JsonValue.isPresent(agent.get(ID))) {
            return agent.get(ID);
        }
        JsonObject host = event.object(HOST);
        return host == null ? event.get(HOST) : host.get(NAME);
    }

    /** A message may be megabytes: it is hashed where it lies. */
    private void addMessage(JsonValue message) {
        if (message instanceof Leaf leaf) {
            murmur.hash(leaf.bytes(), leaf.from(), leaf.to(), MESSAGE_SEED);
            add(murmur.high());
            add(murmur.low());
        } else {
            add(message);
        }
    }

    private void add(JsonValue value) {
        if (value == null) {
            add(-1);
        } else if (value instanceof Leaf leaf) {
            add(leaf.bytes(), leaf.from(), leaf.to());
        } else {
            JsonOutput json = new JsonOutput(256);
            json.value(value);
            add(json.toByteArray());
        }
    }

    private void add(byte[] part) {
        add(part, 0, part.length);
    }

    private void add(byte[] part, int from, int to) {
        int count = to - from;
        add(count);
        room(count);
        System.arraycopy(part, from, parts, length, count);
        length += count;
    }

    private void add(long number) {
        room(Long.BYTES);
        putLong(parts, length, number);
        length += Long.BYTES;
    }

    private void room(int count) {
        if (parts.length - length < count) {
            parts = Arrays.copyOf(parts, Math.max(parts.length * 2, length + count));
        }
    }

    private static void putLong(byte[] target, int at, long number) {
        for (int i = 0; i < Long.BYTES; i++) {
            target[at + i] = (byte) (number >>> 56 - 8 * i);
        }
    }
}
