package com.jisu.logs.parsers.regex;

import java.util.Arrays;

/** One search: the text and what was captured in it so far. Used once, by one thread. */
final class Attempt {

    /** More was tried than lines ask for; what else there is to try is unknown. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private static final ExhaustedException ONLY = new ExhaustedException();

        private ExhaustedException() {
            super(null, null, false, false);
        }
    }

    /** Places tried for each byte of the text, beside some that even a short text may ask for. */
    private static final int STEPS_PER_BYTE = 50;

    private static final int STEPS = 2_000;

    /** Of the longest texts: some milliseconds. */
    private static final int MOST_STEPS = 200_000;

    final byte[] text;
    final int from;
    final int to;
    /** Begin and end of each group; negative if it took no part. */
    final int[] groups;

    /** Where groups that are not complete began. */
    final int[] begins;

    /** Rounds of each repetition. */
    final int[] rounds;

    /** Where the last {@link Node.End} was reached. */
    int end;

    private int stepsLeft;
    private int depthLeft;

    Attempt(byte[] text, int from, int to, int groups, int repetitions, int depth) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.groups = new int[2 * (groups + 1)];
        this.begins = new int[groups + 1];
        this.rounds = new int[repetitions];
        this.stepsLeft = (int) Math.min(MOST_STEPS, STEPS + (long) STEPS_PER_BYTE * (to - from));
        this.depthLeft = depth;
        Arrays.fill(this.groups, -1);
    }

    void step() {
        if (--stepsLeft < 0) {
            throw ExhaustedException.ONLY;
        }
    }

    void steps(int count) {
        stepsLeft -= count;
        if (stepsLeft < 0) {
            throw ExhaustedException.ONLY;
        }
    }

    /**
     * Begins a round inside those under way.
     *
     * @param calls that it may need
     */
    void descend(int calls) {
        depthLeft -= calls;
        if (depthLeft < 0) {
            throw ExhaustedException.ONLY;
        }
    }

    int depth() {
        return depthLeft;
    }

    /** Goes back to where no more than this was under way. */
    void ascend(int depth) {
        depthLeft = depth;
    }
}
