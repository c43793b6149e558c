package com.jisu.logs.parsers.regex;

import com.jisu.logs.parsers.regex.Expression.Place;

/** A place without a width. */
final class Here extends Node {

    private final Place place;

    Here(Place place, Node next) {
        super(next);
        this.place = place;
    }

    @Override
    boolean matches(Attempt attempt, int at) {
        return is(attempt, at) && next.matches(attempt, at);
    }

    private boolean is(Attempt attempt, int at) {
        byte[] text = attempt.text;
        boolean isEnd = at == attempt.to;
        return switch (place) {
            case TEXT_BEGIN -> at == attempt.from;
            case TEXT_END -> isEnd;
            case LAST_LINE_END -> isEnd || at + 1 == attempt.to && text[at] == '\n';
            case LINE_BEGIN -> at == attempt.from || isBehindNewline(attempt, at) && !isEnd;
            case LINE_END -> isEnd || text[at] == '\n';
            case WORD_BOUND -> isWordBound(attempt, at);
            case NO_WORD_BOUND -> !isWordBound(attempt, at);
        };
    }

    private static boolean isBehindNewline(Attempt attempt, int at) {
        return at > attempt.from && attempt.text[at - 1] == '\n';
    }

    private static boolean isWordBound(Attempt attempt, int at) {
        boolean before = at > attempt.from && ByteSet.WORD.has(attempt.text[at - 1]);
        boolean behind = at < attempt.to && ByteSet.WORD.has(attempt.text[at]);
        return before != behind;
    }

    /** That of what follows it, which a place only makes rarer. */
    @Override
    ByteSet first() {
        return next.first();
    }
}
