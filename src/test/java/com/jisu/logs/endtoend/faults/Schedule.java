package com.jisu.logs.endtoend.faults;

/** When how many events should have been sent by one shipper. Thread-safe. */
final class Schedule {

    private final double rate;
    private final long start = System.nanoTime();
    private volatile long end = Long.MAX_VALUE;

    /** @param rate events per second */
    Schedule(double rate) {
        this.rate = rate;
    }

    long due() {
        long nanos = Math.min(System.nanoTime() - start, end);
        return (long) (nanos / 1e9 * rate);
    }

    void end() {
        end = System.nanoTime() - start;
    }

    boolean hasEnded() {
        return end != Long.MAX_VALUE;
    }
}
