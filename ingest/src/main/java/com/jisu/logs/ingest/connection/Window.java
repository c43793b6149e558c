package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.kafka.DeliveryListener;
import java.util.BitSet;

/**
 * The events that a client sent under one {@code W} frame, and how many of them Kafka has. A client that announces a
 * window once and then sends events without end has further windows of that size.
 *
 * <p>The connection's event loop adds events; Kafka's threads settle them, each once, in almost any order. What may be
 * acknowledged is the longest run from the window's start that Kafka has confirmed.
 */
public final class Window implements DeliveryListener {

    /** Bytes settled after which the connection is told at the latest, so that it can read on. */
    private static final long PROGRESS_BYTES = 256 * 1024;
    /** The connection of a large window hears of progress this many times, at least. */
    private static final int PROGRESS_STEPS = 8;
    /** Not for fewer events than these, unless they are the last: to be told costs a connection more than they do. */
    private static final int LEAST_STEP = 32;

    private final byte version;
    private final int announced;
    private final boolean further;
    private final long openedNanos;
    private final Runnable onProgress;

    // The event loop's.
    private int firstSequence;
    private int lastSequence;
    private boolean consecutive = true;
    private int acknowledged;

    // Guarded by this.
    private int received;
    private boolean complete;
    private int confirmed;
    private int settled;
    private int settledWhenLastTold;
    private long unreportedBytes;
    private BitSet confirmedAhead;
    private Throwable failure;

    private volatile boolean abandoned;

    /**
     * @param announced number of events; with none, the window is complete
     * @param onProgress called from Kafka's threads when {@link #takeSettledBytes} and the rest have news
     */
    public Window(byte version, int announced, long openedNanos, Runnable onProgress) {
        this(version, announced, false, openedNanos, onProgress);
    }

    private Window(byte version, int announced, boolean further, long openedNanos, Runnable onProgress) {
        this.version = version;
        this.announced = announced;
        this.further = further;
        this.openedNanos = openedNanos;
        this.onProgress = onProgress;
        this.complete = announced == 0;
    }

    /** A window that no frame announced: of the size that the last one did. */
    static Window further(byte version, int size, long openedNanos, Runnable onProgress) {
        return new Window(version, size, true, openedNanos, onProgress);
    }

    byte version() {
        return version;
    }

    /** Whether no frame announced it. */
    boolean isFurther() {
        return further;
    }

    long openedNanos() {
        return openedNanos;
    }

    /** Adds an event that was received. Returns its index. */
    public int add(int sequence) {
        int index;
        synchronized (this) {
            index = received++;
            complete = received == announced;
        }
        if (index == 0) {
            firstSequence = sequence;
        }
        consecutive &= sequence == firstSequence + index;
        lastSequence = sequence;
        return index;
    }

    /** The client sends no more events in this window, though it announced more. */
    synchronized void cutShort() {
        complete = true;
    }

    /** Nobody waits for this window any more; what Kafka has not been given yet need not be sent. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public boolean isAbandoned() {
        return abandoned;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized int received() {
        return received;
    }

    /** Events that were announced and have not come. */
    synchronized int missing() {
        return announced - received;
    }

    synchronized boolean isEmpty() {
        return received == 0;
    }

    /** Whether Kafka has every event of a complete window. */
    public synchronized boolean isConfirmed() {
        return complete && confirmed == received;
    }

    /** Whether every event that was added has been settled, one way or the other. */
    synchronized boolean isSettled() {
        return settled == received;
    }

    /** How many events Kafka does not have, of those that came. */
    synchronized int unconfirmed() {
        return received - confirmed - (confirmedAhead == null ? 0 : confirmedAhead.cardinality());
    }

    /** Why an event could not even be sent, a fault of ours, or null. */
    synchronized Throwable failure() {
        return failure;
    }

    @Override
    public void confirm(int index, long bytes) {
        boolean tell;
        synchronized (this) {
            extendConfirmed(index);
            tell = settle(bytes);
        }
        if (tell) {
            onProgress.run();
        }
    }

    @Override
    public void fail(long bytes, Throwable error) {
        synchronized (this) {
            if (failure == null) {
                failure = error;
            }
            settle(bytes);
        }
        onProgress.run();
    }

    @Override
    public void discard(long bytes) {
        boolean tell;
        synchronized (this) {
            tell = settle(bytes);
        }
        if (tell) {
            onProgress.run();
        }
    }

    /** Returns whether it is worth telling the connection. */
    private boolean settle(long bytes) {
        settled++;
        unreportedBytes += bytes;
        boolean tell = settled == received
                || unreportedBytes >= PROGRESS_BYTES
                || settled - settledWhenLastTold >= Math.max(announced / PROGRESS_STEPS, LEAST_STEP);
        if (tell) {
            settledWhenLastTold = settled;
        }
        return tell;
    }

    private void extendConfirmed(int index) {
        if (index != confirmed) {
            if (confirmedAhead == null) {
                confirmedAhead = new BitSet();
            }
            confirmedAhead.set(index);
            return;
        }
        confirmed++;
        if (confirmedAhead != null) {
            int next = confirmedAhead.nextClearBit(confirmed);
            confirmedAhead.clear(confirmed, next);
            confirmed = next;
        }
    }

    /** The bytes that were settled since the last call. */
    synchronized long takeSettledBytes() {
        long bytes = unreportedBytes;
        unreportedBytes = 0;
        return bytes;
    }

    /** The number that acknowledges the whole window: the last event's, as the client numbered it. */
    int lastSequence() {
        return lastSequence;
    }

    /**
     * The number that acknowledges what Kafka has so far, or 0 where there is none: nothing is confirmed yet, or the
     * client's numbers do not count up. Never that of the whole window, though Kafka may have it by now: a client that
     * read it twice would take the second for the next window's.
     */
    int partialSequence() {
        acknowledged = Math.max(acknowledged, partiallyConfirmed());
        return acknowledged == 0 || !consecutive ? 0 : firstSequence + acknowledged - 1;
    }

    /** Whether Kafka has more events than the last {@link #partialSequence()} told. */
    boolean hasMoreToAcknowledge() {
        return consecutive && partiallyConfirmed() > acknowledged;
    }

    /**
     * Whether {@link #partialSequence()} has told of the last event: it was not known to be the last, for the client cut the
     * window short behind it.
     */
    synchronized boolean isAcknowledged() {
        return complete && consecutive && received > 0 && acknowledged == received;
    }

    private synchronized int partiallyConfirmed() {
        return complete ? Math.min(confirmed, received - 1) : confirmed;
    }
}
