package com.jisu.logs.parsers;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Names a line by what stays the same when its shipper sends it again, so that storing it twice makes one document.
 *
 * <p>Sixteen bytes in URL-safe base64: the event's time in seconds (ids of one period sort together, which Lucene finds
 * faster), then 96 bits of a hash over the shipper, the file, the offset in it, the event's time and its message. An event without a file
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
    private final PartsHash parts = new PartsHash();
    private final byte[] id = new byte[16];

    /**
     * The id of an event.
     *
     * @param event as it came
     * @param seconds the event's own time, or that of its arrival where it has none
     */
    byte[] of(JsonObject event, RawPosition position, long seconds) {
        parts.clear();
        if (!addFilePosition(event)) {
            parts.clear();
            parts.add(position.topic().getBytes(StandardCharsets.UTF_8));
            parts.add(position.partition());
            parts.add(position.offset());
        }
        parts.hash();
        PartsHash.putLong(id, 0, seconds << 32);
        PartsHash.putLong(id, 4, parts.high());
        PartsHash.putLong(id, 8, parts.low() & 0xFFFFFFFFL | parts.high() << 32);
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
        parts.add(shipper(event));
        JsonValue device = file.get(DEVICE_ID);
        JsonValue inode = file.get(INODE);
        if (JsonValue.isPresent(device) && JsonValue.isPresent(inode)) {
            parts.add(device);
            parts.add(inode);
        } else if (JsonValue.isPresent(file.get(PATH))) {
            parts.add(file.get(PATH));
        } else {
            return false;
        }
        parts.add(offset);
        parts.add(time);
        addMessage(event.get(MESSAGE));
        return true;
    }

    /** Who sent it: its agent, else its host. */
    static JsonValue shipper(JsonObject event) {
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
            parts.add(murmur.high());
            parts.add(murmur.low());
        } else {
            parts.add(message);
        }
    }
}
