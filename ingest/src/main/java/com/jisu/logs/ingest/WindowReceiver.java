package com.jisu.logs.ingest;

import com.jisu.logs.ingest.Admission.Wait;
import io.netty.channel.Channel;
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
    /** One frame can inflate to millions of windows without an event, and each takes the event loop some time. */
    private static final int MAX_EMPTY_WINDOWS = 100;

    private final BeatsConnection.Shared shared;
    private final Route route;
    private final Channel channel;
    private final Admission admission;
    private final Patience patience;
    private final WindowQueue windows;
    private final Runnable onProgress;

    private Window open; // the one that events belong to
    private boolean begun;
    private boolean retiring;
    private int emptyWindows; // in a row
    private List<byte[]> chunk = List.of();
    private long chunkBytes;
    private int chunkStart; // index in the open window of the chunk's first event

    /** @param onProgress called when there may be something to acknowledge; from Kafka's threads, too */
    WindowReceiver(
            BeatsConnection.Shared shared,
            Channel channel,
            Admission admission,
            Patience patience,
            WindowQueue windows,
            Runnable onProgress) {
        this.shared = shared;
        this.route = shared.kafka().newRoute();
        this.channel = channel;
        this.admission = admission;
        this.patience = patience;
        this.windows = windows;
        this.onProgress = onProgress;
    }

    /** Whether the client has sent a frame. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the client has announced events that have not come. */
    boolean isInWindow() {
        return open != null;
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
        if (open == null) {
            emptyWindows = 0;
        } else {
            cutShort();
        }
        open = new Window(version, events, System.nanoTime(), onProgress);
        windows.add(open);
        chunkStart = 0;
        begun = true;
        patience.senderProgressed();
    }

    private void cutShort() throws ProtocolViolation {
        open.cutShort();
        if (!open.isEmpty()) {
            emptyWindows = 0;
            onProgress.run(); // Kafka may have had all of it already
            return;
        }
        windows.removeNewest(); // nothing to acknowledge
        emptyWindows++;
        if (emptyWindows > MAX_EMPTY_WINDOWS) {
            throw new ProtocolViolation(
                    CloseReason.EMPTY_WINDOW,
                    "announced more than " + MAX_EMPTY_WINDOWS + " windows in a row without an event");
        }
    }

    @Override
    public boolean admits(int bytes) throws ProtocolViolation {
        if (bytes > 0) {
            requireWindow(); // before memory is reserved for the event
        }
        if (retiring && open != null && open.isEmpty()) {
            admission.waitFor(Wait.END); // the window is not begun; the client sends it again elsewhere
        } else if (!channel.isWritable()) {
            admission.waitFor(Wait.READER);
        } else if (hasManyWindows()) {
            admission.waitFor(Wait.OWN_PROGRESS);
        } else {
            return admission.admits(bytes);
        }
        return false;
    }

    @Override
    public void event(int sequence, byte[] event) throws ProtocolViolation {
        requireWindow();
        if (!admission.hasInFlight()) {
            patience.kafkaProgressed(); // the wait for Kafka begins now
        }
        admission.take(Route.Delivery.cost(event));
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
        if (open == null) {
            throw new ProtocolViolation(CloseReason.EVENT_OUTSIDE_WINDOW, "sent an event without announcing a window");
        }
    }

    /** Hands on what there is of a chunk. */
    void sendChunk() {
        if (chunk.isEmpty()) {
            return;
        }
        shared.metrics().events.increment(chunk.size());
        shared.metrics().eventBytes.increment(chunkBytes);
        shared.kafka().send(route, open, chunkStart, chunk);
        chunkStart += chunk.size();
        chunkBytes = 0;
        chunk = List.of();
    }
}
