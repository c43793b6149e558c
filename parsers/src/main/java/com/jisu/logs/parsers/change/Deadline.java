package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.tree.StepTimeout;

/**
 * Until when a step may look through the texts of an event: many that each take a little less than is allowed must not add up.
 *
 * @param nanos a moment of {@code System.nanoTime}
 * @param millis how much that was
 */
record Deadline(long nanos, int millis) {

    /** Milliseconds that an expression may take with a text, unless its rules say otherwise. */
    static final int TIMEOUT = 100;

    /** What rules may say. */
    static final int LONGEST_TIMEOUT = 10_000;

    /** Texts of an event that may take as long as one may. */
    private static final int TEXTS = 10;

    private static final int NANOS_OF_A_MILLI = 1_000_000;

    /** For all texts of an event together, where one may take so long. */
    static Deadline ofAll(int millisOfOne) {
        int millis = millisOfOne * TEXTS;
        return new Deadline(System.nanoTime() + (long) millis * NANOS_OF_A_MILLI, millis);
    }

    boolean isOver() {
        return System.nanoTime() - nanos > 0;
    }

    void check() throws StepTimeout {
        if (isOver()) {
            throw new StepTimeout("the texts of the event took more than " + millis + " ms");
        }
    }
}
