package com.jisu.logs.parsers.regex;

/**
 * A part of a pattern with all that follows it: it matches at a place if both do, and tries its other ways where what follows does not.
 * Immutable once the pattern is put together, and shared by all threads.
 */
abstract class Node {

    /** Bytes that are looked at in a row count as a step when they are two to the power of this. */
    private static final int BYTES_OF_A_STEP = 4;

    private static final int STEP_MASK = (1 << BYTES_OF_A_STEP) - 1;

    /** What follows; nothing behind an end. */
    final Node next;

    Node(Node next) {
        this.next = next;
    }

    abstract boolean matches(Attempt attempt, int at);

    /** The characters with which it may begin; null if that is not known, or if it may take none. */
    abstract ByteSet first();

    /** Whether a place is worth trying for what begins with these characters. */
    static boolean mayBegin(ByteSet first, Attempt attempt, int at) {
        return first == null || at < attempt.to && first.has(attempt.text[at]);
    }

    /** What a repetition of something may begin with: with what is behind it, too, where it may be there no time at all. */
    static ByteSet firstOfRepetition(ByteSet repeated, int least, ByteSet behind) {
        return least > 0 || repeated == null ? repeated : behind == null ? null : repeated.or(behind);
    }

    /** The end of the pattern, or of a part that is matched by itself. */
    static final class End extends Node {
        End() {
            super(null);
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            attempt.end = at;
            return true;
        }

        @Override
        ByteSet first() {
            return null;
        }
    }

    /** One character of a set. */
    static final class One extends Node {
        private final ByteSet set;

        One(ByteSet set, Node next) {
            super(next);
            this.set = set;
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            return at < attempt.to && set.has(attempt.text[at]) && next.matches(attempt, at + 1);
        }

        @Override
        ByteSet first() {
            return set;
        }
    }

    /** Some characters, one after the other. */
    static final class Literal extends Node {
        private final byte[] characters;

        Literal(byte[] characters, Node next) {
            super(next);
            this.characters = characters;
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            int end = at + characters.length;
            if (end > attempt.to) {
                return false;
            }
            for (int i = 0; i < characters.length; i++) {
                if (attempt.text[at + i] != characters[i]) {
                    return false;
                }
            }
            return next.matches(attempt, end);
        }

        @Override
        ByteSet first() {
            return ByteSet.of(characters[0]);
        }
    }

    /** As many characters of a set as there are, and fewer where what follows asks for it. */
    static final class Run extends Node {
        private final ByteSet set;
        private final int least;
        private final int most;
        private final boolean givesBack;
        private final ByteSet behind;

        Run(ByteSet set, int least, int most, boolean givesBack, Node next) {
            super(next);
            this.set = set;
            this.least = least;
            this.most = most;
            this.givesBack = givesBack;
            this.behind = next.first();
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            byte[] text = attempt.text;
            int limit = most < attempt.to - at ? at + most : attempt.to;
            int i = at;
            while (i < limit && set.has(text[i])) {
                i++;
            }
            int shortest = at + least;
            attempt.steps(i - at >> BYTES_OF_A_STEP);
            if (!givesBack) {
                return i >= shortest && next.matches(attempt, i);
            }
            for (; i >= shortest; i--) {
                if (mayBegin(behind, attempt, i)) {
                    attempt.step();
                    if (next.matches(attempt, i)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        ByteSet first() {
            return firstOfRepetition(set, least, behind);
        }
    }

    /** As few characters of a set as will do. */
    static final class LazyRun extends Node {
        private final ByteSet set;
        private final int least;
        private final int most;
        private final ByteSet behind;

        LazyRun(ByteSet set, int least, int most, Node next) {
            super(next);
            this.set = set;
            this.least = least;
            this.most = most;
            this.behind = next.first();
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            int limit = most < attempt.to - at ? at + most : attempt.to;
            int i = at;
            for (; i < at + least; i++) {
                if (i >= limit || !set.has(attempt.text[i])) {
                    return false;
                }
            }
            for (; ; i++) {
                if (mayBegin(behind, attempt, i)) {
                    attempt.step();
                    if (next.matches(attempt, i)) {
                        return true;
                    }
                }
                if (i >= limit || !set.has(attempt.text[i])) {
                    return false;
                }
                if ((i & STEP_MASK) == STEP_MASK) {
                    attempt.step();
                }
            }
        }

        @Override
        ByteSet first() {
            return firstOfRepetition(set, least, behind);
        }
    }

    /** The first of some that will do. */
    static final class Choice extends Node {
        private final Node[] ways;
        private final ByteSet[] firsts;

        Choice(Node... ways) {
            super(null);
            this.ways = ways;
            this.firsts = new ByteSet[ways.length];
            for (int i = 0; i < ways.length; i++) {
                firsts[i] = ways[i].first();
            }
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            attempt.step();
            for (int i = 0; i < ways.length; i++) {
                if (mayBegin(firsts[i], attempt, at) && ways[i].matches(attempt, at)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        ByteSet first() {
            ByteSet all = ByteSet.NONE;
            for (ByteSet each : firsts) {
                if (each == null) {
                    return null;
                }
                all = all.or(each);
            }
            return all;
        }
    }

    /** Where a group begins. */
    static final class Open extends Node {
        private final int group;

        Open(int group, Node next) {
            super(next);
            this.group = group;
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            int before = attempt.begins[group];
            attempt.begins[group] = at;
            if (next.matches(attempt, at)) {
                return true;
            }
            attempt.begins[group] = before;
            return false;
        }

        @Override
        ByteSet first() {
            return next.first();
        }
    }

    /** Where a group ends. */
    static final class Close extends Node {
        private final int group;

        Close(int group, Node next) {
            super(next);
            this.group = group;
        }

        @Override
        boolean matches(Attempt attempt, int at) {
            int begin = attempt.groups[2 * group];
            int end = attempt.groups[2 * group + 1];
            attempt.groups[2 * group] = attempt.begins[group];
            attempt.groups[2 * group + 1] = at;
            if (next.matches(attempt, at)) {
                return true;
            }
            attempt.groups[2 * group] = begin;
            attempt.groups[2 * group + 1] = end;
            return false;
        }

        @Override
        ByteSet first() {
            return next.first();
        }
    }
}
