package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.connection.Admission.Wait;
import com.jisu.logs.ingest.kafka.Route;
import com.jisu.logs.ingest.lumberjack.FrameConsumer;
import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import com.jisu.logs.ingest.metrics.CloseReason;
import com.jisu.logs.ingest.metrics.IngestMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes windows of what the decoder finds in one connection's bytes, and hands their events to Kafka's threads a chunk
 * at a time. The connection's event loop only.
 */
final class WindowReceiver implements FrameConsumer {

    private static final int CHUNK_EVENTS = 256;
    /** Windows that are not acknowledged, beyond which no more events are read; Filebeat has 2 under way. */
    private static final int MAX_WINDOWS = 64;
    /**
     * One frame can inflate to millions of windows without an event, and each takes the event loop some time; those of 0
     * events, of which a client may well send one now and then, count by the bytes that were read at once.
     */
    private static final int MAX_EMPTY_WINDOWS = 100;

    private final Route route;
    private final IngestMetrics metrics;
    private final Admission admission;
    private final Patience patience;
    private final WindowQueue windows;
    private final Runnable onProgress;

    private Window open; // the one that events belong to
    private boolean begun;
    private boolean retiring;
    private byte lastVersion; // of the last window that was announced with events
    private int lastSize; // its events, or 0
    private int emptyWindows; // in a row
    private int questions; // windows of 0 events in the bytes that were read last
    private List<byte[]> chunk = List.of();
    private long chunkBytes;
    private int chunkStart; // index in the open window of the chunk's first event

    /** @param onProgress called when there may be something to acknowledge; from Kafka's threads, too */
    WindowReceiver(
            Route route,
            IngestMetrics metrics,
            Admission admission,
            Patience patience,
            WindowQueue windows,
            Runnable onProgress) {
        this.route = route;
        this.metrics = metrics;
        this.admission = admission;
        this.patience = patience;
        this.windows = windows;
        this.onProgress = onProgress;
    }

    /** Whether the client has sent a frame. */
    boolean hasBegun() {
        return begun;
    }

    /**
     * Whether the client has announced events that have not come. Clients of version 1 may announce any number once, and
     * send as they have something to send.
     */
    boolean isOwedEvents() {
        return open != null && !open.isFurther() && open.version() == LumberjackDecoder.VERSION_2;
    }

    /** More bytes were read. */
    void beginRead() {
        questions = 0;
    }

    boolean hasManyWindows() {
        return windows.size() > MAX_WINDOWS;
    }

    /** Takes no event of another window; what is left of the one that was begun is taken. */
    void retire() {
        retiring = true;
    }

    boolean isRetiring() {
        return retiring;
    }

    @Override
    public void window(byte version, int events) throws ProtocolViolation {
        sendChunk();
        if (open != null) {
            countEmpty(cutShort());
        } else if (events > 0) {
            emptyWindows = 0;
        }
        begun = true;
        patience.senderProgressed();
        if (events == 0) {
            answer(version);
            return;
        }
        lastVersion = version;
        lastSize = events;
        open(new Window(version, events, System.nanoTime(), onProgress));
    }

    private void open(Window window) {
        open = window;
        windows.add(window);
        chunkStart = 0;
    }

    /** A window of 0 events asks whether anybody is there: its acknowledgement comes behind those of the windows before. */
    private void answer(byte version) throws ProtocolViolation {
        if (windows.awaitsReader()) {
            throw new ProtocolViolation(
                    CloseReason.SLOW_READER, "announced windows of 0 events and did not take its acknowledgements");
        }
        questions++;
        if (questions > MAX_EMPTY_WINDOWS) {
            throw new ProtocolViolation(
                    CloseReason.EMPTY_WINDOW,
                    "announced more than " + MAX_EMPTY_WINDOWS + " windows of 0 events at once");
        }
        windows.add(new Window(version, 0, System.nanoTime(), onProgress));
        onProgress.run();
    }

    /** The open window gets no more events. Returns whether it got any. */
    private boolean cutShort() {
        Window window = open;
        open = null;
        window.cutShort();
        if (window.isEmpty()) {
            windows.removeNewest(); // nothing to acknowledge
            return false;
        }
        onProgress.run(); // Kafka may have had all of it already
        return true;
    }

    private void countEmpty(boolean hadEvents) throws ProtocolViolation {
        emptyWindows = hadEvents ? 0 : emptyWindows + 1;
        if (emptyWindows > MAX_EMPTY_WINDOWS) {
            throw new ProtocolViolation(
                    CloseReason.EMPTY_WINDOW,
                    "announced more than " + MAX_EMPTY_WINDOWS + " windows in a row without an event");
        }
    }

    /** The client sends no more, and has finished its last frame. */
    void end() {
        sendChunk();
        if (open != null) {
            cutShort();
        }
    }

    @Override
    public boolean admits(int bytes) throws ProtocolViolation {
        if (bytes > 0) {
            requireWindow(); // before memory is reserved for the event
        }
        if (retiring && (open == null || open.isEmpty())) {
            admission.waitFor(Wait.END); // the window is not begun; the client sends it again elsewhere
        } else if (windows.awaitsReader()) {
            admission.waitFor(Wait.READER);
        } else if (hasManyWindows()) {
            admission.waitFor(Wait.OWN_PROGRESS);
        } else {
            return admission.admits(bytes);
        }
        return false;
    }

    @Override
    public boolean admitsInflation() {
        return admission.admitsInflation();
    }

    @Override
    public void endInflation() {
        admission.endInflation();
    }

    @Override
    public void event(int sequence, byte[] event) throws ProtocolViolation {
        requireWindow();
        if (open == null) { // one of a window that is not announced
            open(Window.further(lastVersion, lastSize, System.nanoTime(), onProgress));
        }
        if (!admission.hasInFlight()) {
            patience.kafkaProgressed(); // the wait for Kafka begins now
        }
        admission.take(Route.cost(event));
        patience.senderProgressed();
        if (chunk.isEmpty()) {
            chunk = new ArrayList<>(Math.min(CHUNK_EVENTS, open.missing()));
        }
        open.add(sequence);
        chunk.add(event);
        chunkBytes += event.length;
        if (open.isComplete()) {
            sendChunk();
            open = null;
        } else if (chunk.size() >= CHUNK_EVENTS) {
            sendChunk();
        }
    }

    private void requireWindow() throws ProtocolViolation {
        if (open == null && lastSize == 0) {
            throw new ProtocolViolation(CloseReason.EVENT_OUTSIDE_WINDOW, "sent an event without announcing a window");
        }
    }

    /** Hands on what there is of a chunk. */
    void sendChunk() {
        if (chunk.isEmpty()) {
            return;
        }
        metrics.events.increment(chunk.size());
        metrics.eventBytes.increment(chunkBytes);
        route.send(open, chunkStart, chunk);
        chunkStart += chunk.size();
        chunkBytes = 0;
        chunk = List.of();
    }
}
