package com.jisu.logs.parsers;

/** Says which container an event's line comes from. */
final class LineSources {

    private static final Key CONTAINER = Keys.known("container");
    private static final Key ID = Keys.known("id");
    private static final Key LOG = Keys.known("log");
    private static final Key FILE = Keys.known("file");
    private static final Key PATH = Keys.known("path");

    private final PartsHash hash = new PartsHash();
    private boolean known;

    /** Reads shipper and container from an event as it came: what the line holds may replace them. */
    void begin(JsonObject event) {
        JsonObject container = event.object(CONTAINER);
        JsonObject log = event.object(LOG);
        begin(
                DocumentId.shipper(event),
                container == null ? null : container.get(ID),
                log == null ? null : log.object(FILE));
    }

    /** The file's path where the container is unknown: a file is of one container, and stays so when it is rotated. */
    void begin(JsonValue shipper, JsonValue containerId, JsonObject file) {
        hash.clear();
        JsonValue path = file == null ? null : file.get(PATH);
        JsonValue container = JsonValue.isPresent(containerId) ? containerId : path;
        known = JsonValue.isPresent(container);
        if (known) {
            hash.add(shipper);
            hash.add(container);
        }
    }

    /** The source of a line that was written to this stream; null where the event does not say which container. */
    LineSource of(Leaf stream) {
        if (!known) {
            return null;
        }
        hash.add(stream);
        return new LineSource(hash.high(), hash.low());
    }
}
