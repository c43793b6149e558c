package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import com.jisu.logs.ingest.metrics.IngestMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The windows of one connection that are not acknowledged, oldest first, and the acknowledgements written for them.
 * The connection's event loop only.
 *
 * <p>As long as events come, only whole windows are acknowledged. A client that sends a window and closes right behind it
 * may have bytes under way yet; its kernel throws those away when anything comes in that nobody will read.
 *
 * <p>A client may read none of its acknowledgements for as long as it likes, where they are few or alike.
 */
final class WindowQueue {

    private static final int ACKNOWLEDGEMENT_BYTES = 6;

    private final ChannelHandlerContext ctx;
    private final IngestMetrics metrics;
    private final Deque<Window> windows = new ArrayDeque<>();
    private final UnreadAcknowledgements unread = new UnreadAcknowledgements();
    private long lastWriteNanos;
    private boolean deaf;
    private boolean unheard;

    WindowQueue(ChannelHandlerContext ctx, IngestMetrics metrics) {
        this.ctx = ctx;
        this.metrics = metrics;
    }

    void add(Window window) {
        if (windows.isEmpty()) {
            lastWriteNanos = window.openedNanos(); // the silence that a keep-alive breaks begins here
        }
        windows.add(window);
    }

    void removeNewest() {
        windows.removeLast();
    }

    int size() {
        return windows.size();
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    /** Whether there is no window with an event in it. */
    boolean holdsNoEvent() {
        return windows.isEmpty() || windows.peek().isEmpty();
    }

    /** Whether Kafka has every event, or will never have it. */
    boolean isSettled() {
        return windows.stream().allMatch(Window::isSettled);
    }

    /** How many events Kafka does not have, of those that came. */
    int unconfirmed() {
        return windows.stream().mapToInt(Window::unconfirmed).sum();
    }

    /** Nothing can be written to the client any more. */
    void becomeDeaf() {
        deaf = true;
        unheard |= !unread.isEmpty();
        unread.clear();
    }

    /** Whether acknowledgements were not written: nothing could be any more, or the client does not read. */
    boolean isAnyUnheard() {
        return unheard || !unread.isEmpty();
    }

    /** Whether the client has to take acknowledgements before more of its events are read. */
    boolean awaitsReader() {
        return unread.areMany();
    }

    /** Writes acknowledgements that the channel did not take, as many as it takes now. */
    void writeUnread() {
        while (!unread.isEmpty() && ctx.channel().isWritable()) {
            writeNow(unread.version(), unread.sequence());
            unread.remove();
        }
        ctx.flush();
    }

    /** Why an event could not be sent to Kafka, a fault of ours, or null. */
    Throwable failure() {
        return windows.stream()
                .map(Window::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Nobody waits for these windows any more. */
    void abandon() {
        windows.forEach(Window::abandon);
    }

    /** Acknowledges the oldest windows that Kafka has all of, in order. Returns the bytes settled with those. */
    long acknowledge() {
        long settledBytes = 0;
        boolean written = false;
        for (Window head = windows.peek(); head != null && head.isConfirmed(); head = windows.peek()) {
            windows.poll();
            settledBytes += head.takeSettledBytes();
            if (!head.isAcknowledged()) {
                write(head.version(), head.lastSequence());
                written = true;
            }
            if (!head.isEmpty() && !deaf) {
                metrics.windows.increment();
                metrics.acknowledgedEvents.increment(head.received());
                metrics.windowTime.record(System.nanoTime() - head.openedNanos(), TimeUnit.NANOSECONDS);
            }
        }
        if (written) {
            ctx.flush();
        }
        return settledBytes;
    }

    /**
     * Acknowledges what Kafka has of the oldest window, for no more of it may come. logstash-forwarder, which speaks version
     * 1, takes any acknowledgement for one of the whole window: it gets none, but where it sends windows that it did not
     * announce, which it never does.
     *
     * @param version1 whether any client of version 1 gets one
     */
    void acknowledgePart(boolean version1) {
        Window head = windows.peek();
        if (head != null && (version1 || takesPartial(head) || head.isFurther()) && head.hasMoreToAcknowledge()) {
            write(head.version(), head.partialSequence());
            ctx.flush();
        }
    }

    /** The bytes settled since the last call, of windows that are not done. */
    long takeSettledBytes() {
        long settledBytes = 0;
        for (Window window : windows) {
            settledBytes += window.takeSettledBytes();
        }
        return settledBytes;
    }

    /** After the end: the bytes settled since the last call. Windows that are settled leave. */
    long removeSettled() {
        long settledBytes = 0;
        for (Iterator<Window> all = windows.iterator(); all.hasNext(); ) {
            Window window = all.next();
            boolean settled = window.isSettled(); // asked first: an event may be settled between the two
            settledBytes += window.takeSettledBytes();
            if (settled) {
                all.remove();
            }
        }
        return settledBytes;
    }

    /** Tells the client that the oldest window is being worked on, if it has heard nothing for so long. */
    void keepAlive(long now, long silenceNanos) {
        Window head = windows.peek();
        boolean waits = head != null && takesPartial(head) && !head.isConfirmed() && takesMore();
        if (waits && !deaf && now - lastWriteNanos >= silenceNanos && !(head.isFurther() && head.isSettled())) {
            write(head.version(), head.partialSequence());
            ctx.flush();
            metrics.keepAlives.increment();
        }
    }

    private static boolean takesPartial(Window window) {
        return window.version() == LumberjackDecoder.VERSION_2;
    }

    private void write(byte version, int sequence) {
        if (deaf) {
            unheard = true;
        } else if (takesMore()) {
            writeNow(version, sequence);
        } else {
            unread.add(version, sequence);
        }
    }

    private boolean takesMore() {
        return unread.isEmpty() && ctx.channel().isWritable();
    }

    private void writeNow(byte version, int sequence) {
        ByteBuf frame = ctx.alloc().ioBuffer(ACKNOWLEDGEMENT_BYTES, ACKNOWLEDGEMENT_BYTES);
        frame.writeByte(version).writeByte('A').writeInt(sequence);
        ctx.write(frame, ctx.voidPromise());
        lastWriteNanos = System.nanoTime();
    }
}
