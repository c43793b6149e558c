package com.jisu.logs.parsers.rules;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a step does, on all threads. */
final class StepMeter {

    /** One application out of so many is timed. */
    static final int TIMED = 64;

    final LongAdder events = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder dropped = new LongAdder();
    private final LongAdder timedNanos = new LongAdder();

    /** @param nanos one that stands for {@link #TIMED} of them */
    void timed(long nanos) {
        timedNanos.add(nanos * TIMED);
    }

    /** Nanoseconds that all took, as estimated from those that were timed. */
    long nanos() {
        return timedNanos.sum();
    }
}
