package com.jisu.logs.parsers.regex;

import java.util.List;

/** A regular expression, taken apart. Immutable. */
sealed interface Expression {

    /** How often a repetition is tried. */
    enum Greed {
        /** As often as possible, then less often. */
        MOST,
        /** As seldom as possible, then more often. */
        LEAST,
        /** As often as possible, and no other way. */
        ALL
    }

    /** Places that have no width. */
    enum Place {
        TEXT_BEGIN,
        TEXT_END,
        /** At the end, or before a line feed that is the end. */
        LAST_LINE_END,
        LINE_BEGIN,
        LINE_END,
        WORD_BOUND,
        NO_WORD_BOUND
    }

    /** One character. */
    record One(ByteSet set) implements Expression {}

    /** One after the other. */
    record Sequence(List<Expression> parts) implements Expression {}

    /** The first that will do. */
    record Choice(List<Expression> parts) implements Expression {}

    /** @param most {@link Integer#MAX_VALUE} for no bound */
    record Repetition(Expression body, int least, int most, Greed greed) implements Expression {}

    /** @param group its number, from 1 */
    record Capture(int group, Expression body) implements Expression {}

    /** Matches in one way only, or not at all. */
    record Atomic(Expression body) implements Expression {}

    /** Whether something stands ahead, or behind; takes nothing. */
    record Look(Expression body, boolean behind, boolean negative) implements Expression {}

    record At(Place place) implements Expression {}

    /** Whether it may take nothing. */
    default boolean mayBeEmpty() {
        if (this instanceof Sequence sequence) {
            return sequence.parts.stream().allMatch(Expression::mayBeEmpty);
        } else if (this instanceof Choice choice) {
            return choice.parts.stream().anyMatch(Expression::mayBeEmpty);
        } else if (this instanceof Repetition repetition) {
            return repetition.least == 0 || repetition.body.mayBeEmpty();
        } else if (this instanceof Capture capture) {
            return capture.body.mayBeEmpty();
        } else if (this instanceof Atomic atomic) {
            return atomic.body.mayBeEmpty();
        }
        return !(this instanceof One);
    }

    /** The number of characters that it always takes; negative if that is not always the same. */
    default int width() {
        if (this instanceof Sequence sequence) {
            int sum = 0;
            for (Expression part : sequence.parts) {
                if (part.width() < 0) {
                    return -1;
                }
                sum += part.width();
            }
            return sum;
        } else if (this instanceof Choice choice) {
            int first = choice.parts.get(0).width();
            return choice.parts.stream().allMatch(part -> part.width() == first) ? first : -1;
        } else if (this instanceof Repetition repetition) {
            int body = repetition.body.width();
            return body >= 0 && repetition.least == repetition.most ? repetition.least * body : -1;
        } else if (this instanceof Capture capture) {
            return capture.body.width();
        } else if (this instanceof Atomic atomic) {
            return atomic.body.width();
        }
        return this instanceof One ? 1 : 0;
    }
}
