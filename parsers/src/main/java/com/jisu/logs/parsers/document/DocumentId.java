package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.PartsHash;
import com.jisu.logs.parsers.json.RepeatedObjects;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Names a line by what stays the same when its shipper sends it again, so that storing it twice makes one document.
 *
 * <p>Sixteen bytes in URL-safe base64: the event's time in seconds (ids of one period sort together, which Lucene finds
 * faster), then 96 bits of a hash over the shipper, the file, the offset in it, the event's time and its message. An event without a file
 * position is named by its place in Kafka.
 *
 * <p>Events of version 1 have no time of their own. Their ids begin with zeros: not with the arrival, which is another when
 * they are sent again.
 */
public final class DocumentId {

    /** RFC 4648, section 5. */
    private static final byte[] BASE64URL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    private static final int CHARACTERS = 22;
    private static final Key AGENT = Keys.known("agent");
    private static final Key HOST = Keys.known("host");
    private static final Key LOG = Keys.known("log");
    private static final Key ID = Keys.known("id");
    private static final Key NAME = Keys.known("name");
    private static final Key FILE = Keys.known("file");
    private static final Key[] FINGERPRINT = {Keys.known("fingerprint")};
    private static final Key[] WINDOWS = {Keys.known("vol"), Keys.known("idxhi"), Keys.known("idxlo")};
    private static final Key[] UNIX = {Keys.known("device_id"), Keys.known("inode")};
    private static final Key[] PATH = {Keys.known("path")};
    private static final Key OFFSET = Keys.known("offset");
    private static final Key TIMESTAMP = Keys.known("@timestamp");
    private static final Key MESSAGE = Keys.known("message");

    /** Shippers that are told apart without a look at their names; one that is forgotten is another one behind that. */
    private static final int MAX_SHIPPERS = 1024;

    /** What names a shipper, as JSON. */
    private record Shipper(String id) {}

    /** An id up to its file. */
    private record Begun(Shipper shipper, PartsHash parts, long file) {}

    private final Map<String, Shipper> shippers = new HashMap<>();
    private final PartsHash parts = new PartsHash();
    private long fileHash;

    /**
     * The id of an event.
     *
     * @param event as it came
     * @param seconds the event's own time, or that of its arrival where it has none
     */
    public byte[] of(JsonObject event, RawPosition position, long seconds) {
        JsonObject log = event.object(LOG);
        JsonObject file = log == null ? null : log.object(FILE);
        JsonValue time = event.get(TIMESTAMP);
        JsonValue offset = log == null ? null : log.get(OFFSET);
        boolean byFile =
                file != null && JsonValue.isPresent(time) && JsonValue.isPresent(offset) && begin(shipper(event), file);
        if (!byFile) {
            fileHash = ContainerLine.NO_FILE;
            return of(position, seconds);
        }
        parts.add(offset);
        parts.add(time);
        parts.add(event.get(MESSAGE));
        return of(seconds);
    }

    /** Stands for the last event's shipper and file; {@link ContainerLine#NO_FILE} where its id is not made of them. */
    public long file() {
        return fileHash;
    }

    /**
     * The id of an event of version 1.
     *
     * @param event as it came
     * @param timed whether it has a time of its own
     * @param seconds that time, or the arrival
     */
    public byte[] ofVersion1(JsonObject event, RawPosition position, boolean timed, long seconds) {
        JsonValue file = event.get(Version1.FILE);
        JsonValue offset = event.get(Version1.OFFSET);
        if (!JsonValue.isPresent(file) || !JsonValue.isPresent(offset)) {
            fileHash = ContainerLine.NO_FILE;
            return of(position, seconds);
        }
        parts.clear();
        parts.add(shipper(event));
        parts.add(file);
        fileHash = parts.low();
        parts.add(offset);
        parts.add(event.get(TIMESTAMP));
        parts.add(event.get(Version1.LINE));
        return of(timed ? seconds : 0);
    }

    /**
     * Begins an id with its shipper and file; says whether that is enough to know the file by. A file is known by what
     * Filebeat knows it by: its fingerprint, else its place in Windows' volume, else its device and inode, else its path.
     */
    public boolean begin(JsonValue shipper, JsonObject file) {
        boolean known = addFile(shipper, file);
        fileHash = known ? parts.low() : ContainerLine.NO_FILE;
        return known;
    }

    /** The same, of objects that were read before: mostly of a file that its shipper has named before, in whatever order. */
    public boolean begin(RepeatedObjects.Seen file, RepeatedObjects.Seen agent, RepeatedObjects.Seen host) {
        Shipper shipper = agent == null ? null : shipper(agent);
        if (shipper == null) {
            return begin(shipper(object(agent), object(host)), file.object());
        }
        if (file.idMemo() instanceof Begun begun && begun.shipper == shipper) {
            parts.set(begun.parts);
            fileHash = begun.file;
            return true;
        }
        boolean known = begin(agent.object().get(ID), file.object());
        if (known) {
            PartsHash copy = new PartsHash();
            copy.set(parts);
            file.setIdMemo(new Begun(shipper, copy, fileHash));
        }
        return known;
    }

    /** Null where the agent has no id. */
    private Shipper shipper(RepeatedObjects.Seen agent) {
        if (agent.idMemo() instanceof Shipper known) {
            return known;
        }
        JsonValue id = agent.object().get(ID);
        if (!JsonValue.isPresent(id)) {
            return null;
        }
        if (shippers.size() == MAX_SHIPPERS) {
            shippers.clear();
        }
        String json = new String(JsonOutput.json(id), StandardCharsets.UTF_8);
        Shipper shipper = shippers.computeIfAbsent(json, Shipper::new);
        agent.setIdMemo(shipper);
        return shipper;
    }

    private static JsonObject object(RepeatedObjects.Seen seen) {
        return seen == null ? null : seen.object();
    }

    private boolean addFile(JsonValue shipper, JsonObject file) {
        parts.clear();
        parts.add(shipper);
        return addIfAll(file, FINGERPRINT) || addIfAll(file, WINDOWS) || addIfAll(file, UNIX) || addIfAll(file, PATH);
    }

    private boolean addIfAll(JsonObject file, Key[] names) {
        for (Key name : names) {
            if (!JsonValue.isPresent(file.get(name))) {
                return false;
            }
        }
        for (Key name : names) {
            parts.add(file.get(name));
        }
        return true;
    }

    /** Adds what follows: offset, time and message, as JSON. */
    public void add(byte[] json, int from, int to) {
        parts.add(json, from, to);
    }

    /** The id of what was added since {@link #begin}. */
    public byte[] of(long seconds) {
        long first = seconds << 32 | parts.high() >>> 32;
        long second = parts.high() << 32 | parts.low() & 0xFFFFFFFFL;
        return base64(first, second);
    }

    /** The id of an event that says of no file. */
    public byte[] of(RawPosition position, long seconds) {
        parts.clear();
        parts.add(position.topic().getBytes(StandardCharsets.UTF_8));
        parts.add(position.partition());
        parts.add(position.offset());
        return of(seconds);
    }

    /** Without padding, made by hand: it is done once for each event. */
    private static byte[] base64(long first, long second) {
        byte[] text = new byte[CHARACTERS];
        for (int i = 0; i < 10; i++) {
            text[i] = BASE64URL[(int) (first >>> 58 - 6 * i) & 63];
        }
        text[10] = BASE64URL[(int) (first << 2 | second >>> 62) & 63];
        for (int i = 11; i < CHARACTERS - 1; i++) {
            text[i] = BASE64URL[(int) (second >>> 56 - 6 * (i - 11)) & 63];
        }
        text[CHARACTERS - 1] = BASE64URL[(int) second << 4 & 63];
        return text;
    }

    /** Who sent it: its agent, else its host. */
    public static JsonValue shipper(JsonObject event) {
        return shipper(event.object(AGENT), event.get(HOST));
    }

    public static JsonValue shipper(JsonObject agent, JsonValue host) {
        if (agent != null && JsonValue.isPresent(agent.get(ID))) {
            return agent.get(ID);
        }
        return host instanceof JsonObject object ? object.get(NAME) : host;
    }
}
