package com.jisu.logs.streams;

/**
 * Counts the commits of each stream thread: what a thread has sent before one of them, Kafka has. Thread-safe; each
 * thread sees its own.
 */
final class Commits {

    private final ThreadLocal<long[]> count = ThreadLocal.withInitial(() -> new long[1]);

    /** Takes note of a commit of the calling thread that has succeeded. */
    void add() {
        count.get()[0]++;
    }

    /** The calling thread's commits so far. */
    long count() {
        return count.get()[0];
    }
}
