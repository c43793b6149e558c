package com.jisu.logs.parsers.regex;

import com.jisu.logs.parsers.regex.Expression.Greed;

/** A repetition of what is more than one character. What is repeated takes at least one. */
final class Rounds extends Node {

    private final int number;
    private final int least;
    private final int most;
    private final boolean lazy;
    private final Again again = new Again();
    private Node body;
    private int bodySize;
    private ByteSet bodyFirst;
    private final ByteSet behind;

    /** @param number of the repetition in its pattern, from 0 */
    Rounds(int number, int least, int most, Greed greed, Node next) {
        super(next);
        this.number = number;
        this.least = least;
        this.most = most;
        this.lazy = greed == Greed.LEAST;
        this.behind = next.first();
    }

    /** What the repeated must end with. */
    Node again() {
        return again;
    }

    /** @param size of it, in nodes */
    void repeat(Node repeated, int size) {
        body = repeated;
        bodySize = size;
        bodyFirst = repeated.first();
    }

    @Override
    boolean matches(Attempt attempt, int at) {
        int outside = attempt.rounds[number];
        attempt.rounds[number] = 0;
        if (round(attempt, at)) {
            return true;
        }
        attempt.rounds[number] = outside;
        return false;
    }

    private boolean round(Attempt attempt, int at) {
        attempt.step();
        int done = attempt.rounds[number];
        if (done < least) {
            return another(attempt, at, done);
        }
        if (lazy) {
            return goesOn(attempt, at, done) || done < most && another(attempt, at, done);
        }
        return done < most && another(attempt, at, done) || goesOn(attempt, at, done);
    }

    private boolean another(Attempt attempt, int at, int done) {
        if (!mayBegin(bodyFirst, attempt, at)) {
            return false;
        }
        int depth = attempt.depth();
        attempt.descend(bodySize);
        attempt.rounds[number] = done + 1;
        if (body.matches(attempt, at)) {
            return true;
        }
        attempt.rounds[number] = done;
        attempt.ascend(depth);
        return false;
    }

    private boolean goesOn(Attempt attempt, int at, int done) {
        if (mayBegin(behind, attempt, at) && next.matches(attempt, at)) {
            return true;
        }
        attempt.rounds[number] = done;
        return false;
    }

    @Override
    ByteSet first() {
        return firstOfRepetition(bodyFirst, least, behind);
    }

    /** The end of a round. */
    private final class Again extends Node {
        Again() {
            super(null);
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            return round(attempt, at);
        }

        /** Not known while what it is a part of is put together. */
        @Override
        ByteSet first() {
            return null;
        }
    }
}
