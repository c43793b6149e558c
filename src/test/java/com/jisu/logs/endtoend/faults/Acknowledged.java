package com.jisu.logs.endtoend.faults;

import java.util.BitSet;

/** The numbers of all events that were acknowledged: what the pipeline owes. Thread-safe. */
final class Acknowledged {

    private final BitSet numbers = new BitSet();
    private long count;

    synchronized void add(int number) {
        if (numbers.get(number)) {
            throw new IllegalStateException("event " + number + " was acknowledged twice");
        }
        numbers.set(number);
        count++;
    }

    synchronized long count() {
        return count;
    }

    synchronized BitSet numbers() {
        return (BitSet) numbers.clone();
    }
}
