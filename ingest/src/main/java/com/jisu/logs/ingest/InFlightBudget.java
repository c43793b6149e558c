package com.jisu.logs.ingest;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of events that are in this process and that Kafka has not confirmed. While it is exhausted,
 * connections stop reading, and TCP tells their clients.
 *
 * <p>Half as much again is for large events that are being received. Such an event reserves all its bytes before its
 * first is kept, so whoever holds a reservation can always finish: large events can wait for each other, but never in a
 * circle. Smaller events are counted when they are complete.
 *
 * <p>Thread-safe.
 */
final class InFlightBudget {

    /** A larger event needs a reservation before it is received. */
    static final int SMALL_EVENT_BYTES = 64 * 1024;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong reserved = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> waitingToReserve = new ConcurrentLinkedQueue<>();

    InFlightBudget(long limit) {
        this.limit = limit;
    }

    long used() {
        return used.get();
    }

    long reserved() {
        return reserved.get();
    }

    boolean isExhausted() {
        return used.get() >= limit;
    }

    /** Counts an event that was received; it may go beyond the limit by that event. */
    void take(long bytes) {
        used.addAndGet(bytes);
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
        wakeIfAvailable();
    }

    /** Reserves room for receiving a large event. Even one that is larger than all of the room gets it, alone. */
    boolean reserve(long bytes) {
        long before = reserved.get();
        while (before == 0 || before + bytes <= limit / 2) {
            if (reserved.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = reserved.get();
        }
        return false;
    }

    void releaseReserved(long bytes) {
        reserved.addAndGet(-bytes);
        wakeAll(waitingToReserve);
    }

    /** Calls back once, from any thread, when the budget is well below its limit: a wake-up should be worth its cost. */
    void whenAvailable(Runnable callback) {
        waiting.add(callback);
        wakeIfAvailable(); // it may have become available since the caller was refused
    }

    /** Calls back once, from any thread, when it is worth trying to {@link #reserve} again. */
    void whenReservable(Runnable callback) {
        waitingToReserve.add(callback);
        if (reserved.get() == 0) { // nobody is left who would wake it
            wakeAll(waitingToReserve);
        }
    }

    private void wakeIfAvailable() {
        if (used.get() <= limit / 4 * 3) {
            wakeAll(waiting);
        }
    }

    private static void wakeAll(Queue<Runnable> callbacks) {
        for (Runnable callback = callbacks.poll(); callback != null; callback = callbacks.poll()) {
            callback.run();
        }
    }
}
