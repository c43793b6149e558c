package com.jisu.logs.ingest;

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
 */
final class WindowQueue {

    private static final int ACKNOWLEDGEMENT_BYTES = 6;

    private final ChannelHandlerContext ctx;
    private final IngestMetrics metrics;
    private final Deque<Window> windows = new ArrayDeque<>();
    private long lastWriteNanos;

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

    /** Acknowledges what Kafka has of the oldest windows, in order. Returns the bytes settled with those that are done. */
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
            metrics.windows.increment();
            metrics.acknowledgedEvents.increment(head.received());
            metrics.windowTime.record(System.nanoTime() - head.openedNanos(), TimeUnit.NANOSECONDS);
        }
        Window head = windows.peek();
        if (head != null && takesPartial(head) && head.hasMoreToAcknowledge()) {
            write(head.version(), head.partialSequence());
            written = true;
        }
        if (written) {
            ctx.flush();
        }
        return settledBytes;
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
        if (head != null && takesPartial(head) && !head.isConfirmed() && now - lastWriteNanos >= silenceNanos) {
            write(head.version(), head.partialSequence());
            ctx.flush();
            metrics.keepAlives.increment();
        }
    }

    /** logstash-forwarder, which speaks version 1, takes any acknowledgement for one of the whole window. */
    private static boolean takesPartial(Window window) {
        return window.version() == LumberjackDecoder.VERSION_2;
    }

    private void write(byte version, int sequence) {
        ByteBuf frame = ctx.alloc().ioBuffer(ACKNOWLEDGEMENT_BYTES, ACKNOWLEDGEMENT_BYTES);
        frame.writeByte(version).writeByte('A').writeInt(sequence);
        ctx.write(frame, ctx.voidPromise());
        lastWriteNanos = System.nanoTime();
    }
}
