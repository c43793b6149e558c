package com.jisu.logs.parsers.container;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import com.jisu.logs.parsers.document.DocumentId;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.PartsHash;

/** Says which container an event's line comes from. */
public final class LineSources {

    private static final Key CONTAINER = Keys.known("container");
    private static final Key ID = Keys.known("id");
    private static final Key LOG = Keys.known("log");
    private static final Key FILE = Keys.known("file");
    private static final Key OFFSET = Keys.known("offset");
    private static final Key PATH = Keys.known("path");

    /** Digits of a number that is no larger than a long. */
    private static final int MAX_DIGITS = 18;

    private final PartsHash hash = new PartsHash();
    private boolean known;
    private long offset;

    /** Reads shipper and container from an event as it came: what the line holds may replace them. */
    public void begin(JsonObject event) {
        JsonObject container = event.object(CONTAINER);
        JsonObject log = event.object(LOG);
        Leaf place = log == null ? null : log.leaf(OFFSET);
        begin(
                DocumentId.shipper(event),
                container == null ? null : container.get(ID),
                log == null ? null : log.object(FILE));
        if (place != null && place.kind() == Leaf.Kind.NUMBER) {
            setOffset(place.bytes(), place.from(), place.to());
        }
    }

    /** Sets where the line begins in its file, as digits. */
    public void setOffset(byte[] digits, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (digits[i] < '0' || digits[i] > '9') {
                return;
            }
            number = 10 * number + digits[i] - '0';
        }
        offset = to - from > MAX_DIGITS ? ContainerLine.NO_OFFSET : number;
    }

    /** The file's path where the container is unknown: a file is of one container, and stays so when it is rotated. */
    public void begin(JsonValue shipper, JsonValue containerId, JsonObject file) {
        hash.clear();
        offset = ContainerLine.NO_OFFSET;
        JsonValue path = file == null ? null : file.get(PATH);
        JsonValue container = JsonValue.isPresent(containerId) ? containerId : path;
        known = JsonValue.isPresent(container);
        if (known) {
            hash.add(shipper);
            hash.add(container);
        }
    }

    /**
     * The line that was written to this stream; null where the event does not say by which container.
     *
     * @param file stands for the file that it was read from
     */
    public ContainerLine line(Leaf stream, boolean cut, int textBytes, long time, boolean timeOfLine, long file) {
        if (!known) {
            return null;
        }
        hash.add(stream);
        LineSource source = new LineSource(hash.high(), hash.low());
        return new ContainerLine(source, cut, textBytes, time, timeOfLine, file, offset);
    }
}
