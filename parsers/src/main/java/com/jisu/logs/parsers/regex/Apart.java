package com.jisu.logs.parsers.regex;

/** What is matched by itself, in one way or not at all: atomic groups, and looks ahead and behind. */
final class Apart extends Node {

    /** What is done with it. */
    enum Kind {
        /** What it takes is taken. */
        ATOMIC,
        /** It must stand here, and is not taken. */
        AHEAD,
        NOT_AHEAD,
        BEHIND,
        NOT_BEHIND
    }

    private final Kind kind;
    private final Node body;
    private final int width;
    private final boolean captures;
    private final ByteSet first;

    /**
     * @param body up to an end of its own
     * @param width of what stands behind, in characters
     * @param captures whether there are groups in it
     */
    Apart(Kind kind, Node body, int width, boolean captures, Node next) {
        super(next);
        this.kind = kind;
        this.body = body;
        this.width = width;
        this.captures = captures;
        this.first = kind == Kind.ATOMIC ? body.first() : next.first();
    }

    @Override
    boolean matches(Attempt attempt, int at) {
        attempt.step();
        int[] before = captures ? attempt.groups.clone() : null;
        int depth = attempt.depth();
        boolean isThere = isThere(attempt, at);
        attempt.ascend(depth);
        boolean matches = switch (kind) {
            case ATOMIC -> isThere && next.matches(attempt, attempt.end);
            case AHEAD, BEHIND -> isThere && next.matches(attempt, at);
            case NOT_AHEAD, NOT_BEHIND -> {
                if (isThere && captures) {
                    System.arraycopy(before, 0, attempt.groups, 0, before.length);
                }
                yield !isThere && next.matches(attempt, at);
            }
        };
        if (!matches && captures) {
            System.arraycopy(before, 0, attempt.groups, 0, before.length);
        }
        return matches;
    }

    private boolean isThere(Attempt attempt, int at) {
        int from = kind == Kind.BEHIND || kind == Kind.NOT_BEHIND ? at - width : at;
        return from >= attempt.from && body.matches(attempt, from);
    }

    @Override
    ByteSet first() {
        return first;
    }
}
