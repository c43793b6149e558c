package com.jisu.logs.records.log;

import java.time.Duration;

/** Something that may happen at any rate, and is said now and then. Thread-safe. */
public final class OncePerInterval {

    private final long nanos;
    private long next = System.nanoTime();

    public OncePerInterval(Duration interval) {
        this.nanos = interval.toNanos();
    }

    /** Whether to say it: it was not said for as long as the interval. To be said then. */
    public synchronized boolean isDue() {
        long now = System.nanoTime();
        if (next - now > 0) {
            return false;
        }
        next = now + nanos;
        return true;
    }
}
