package com.jisu.logs.ingest.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of events that are in this process and that Kafka has not confirmed. While it is exhausted,
 * connections stop reading, and TCP tells their clients.
 *
 * <p>Where more connections want to read than there is room for, they take turns, in the order they came: each is given
 * {@link #TURN_BYTES}, and then waits for its next turn behind the others.
 *
 * <p>Events are counted when they are complete; {@link LargeEventRoom} is for large ones before that.
 *
 * <p>Thread-safe.
 */
public final class InFlightBudget {

    /** What a connection that has waited may take before it waits again: half a window of Filebeat's, or so. */
    public static final int TURN_BYTES = 1024 * 1024;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong promised = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    public InFlightBudget(long limit) {
        this.limit = limit;
    }

    public long used() {
        return used.get();
    }

    /** Whether a connection without a turn may take from the budget: there is room, and nobody waits for it. */
    public boolean isFree() {
        return used.get() < limit && waiting.isEmpty();
    }

    /** Counts an event that was received; it may go beyond the limit by that event. */
    public void take(long bytes) {
        used.addAndGet(bytes);
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
        giveTurns();
    }

    /**
     * Waits for a turn.
     *
     * @param turn called once, from any thread; {@link #endTurn()} must follow
     */
    public void awaitTurn(Runnable turn) {
        waiting.add(turn);
        giveTurns(); // there may be room since the caller was refused
    }

    /** A turn is over, whether anything was taken or not. */
    public void endTurn() {
        promised.addAndGet(-TURN_BYTES);
        giveTurns();
    }

    /** Waits no longer. A turn that was given already has to be ended all the same. */
    public void cancel(Runnable callback) {
        waiting.remove(callback);
    }

    private void giveTurns() {
        while (!waiting.isEmpty() && promise()) {
            Runnable turn = waiting.poll();
            if (turn == null) { // another thread was faster
                promised.addAndGet(-TURN_BYTES);
            } else {
                turn.run();
            }
        }
    }

    /** Sets room for a turn aside; the first turn is always given, or a budget smaller than one would be none. */
    private boolean promise() {
        long before = promised.get();
        while (before == 0 ? used.get() < limit : used.get() + before + TURN_BYTES <= limit) {
            if (promised.compareAndSet(before, before + TURN_BYTES)) {
                return true;
            }
            before = promised.get();
        }
        return false;
    }
}
