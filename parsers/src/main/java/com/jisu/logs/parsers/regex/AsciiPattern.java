package com.jisu.logs.parsers.regex;

import com.jisu.logs.parsers.regex.Attempt.ExhaustedException;
import com.jisu.logs.parsers.regex.Expression.Greed;
import com.jisu.logs.parsers.regex.RubySyntax.UnknownException;
import java.util.List;
import java.util.Optional;

/**
 * A regular expression of Ruby that is matched over texts of ASCII, by trying one way after the other as Ruby does. Bounded in steps, and in
 * depth. Immutable, and shared by all threads.
 */
public final class AsciiPattern {

    /** What became of a search. */
    public enum Result {
        FOUND,
        /** It is nowhere in the text. */
        ABSENT,
        /** It took too many steps to tell. */
        UNDECIDED
    }

    private static final int MOST_NODES = 2_000;

    /** Calls of rounds that may be under way in one another, beside one for each node: a thread's stack takes some times as many. */
    private static final int DEPTH = 1_500;

    private final Node start;
    private final ByteSet first;
    private final boolean onlyAtBegin;
    private final int groups;
    private int repetitions;
    private int nodes;

    private AsciiPattern(Expression expression, int groups) throws UnknownException {
        this.groups = groups;
        this.start = node(expression, new Node.End());
        this.first = start.first();
        this.onlyAtBegin = beginsAtBegin(expression);
    }

    /**
     * @param expression in Ruby's syntax
     * @param dotIsAny whether a dot is a line feed, too
     * @return nothing if there is something in it that is not known
     */
    public static Optional<AsciiPattern> of(String expression, boolean dotIsAny) {
        RubySyntax syntax = new RubySyntax(expression, dotIsAny);
        try {
            Expression read = syntax.read();
            return Optional.of(new AsciiPattern(read, syntax.groups()));
        } catch (UnknownException e) {
            return Optional.empty();
        }
    }

    /** How many groups capture. */
    public int groups() {
        return groups;
    }

    /** Whether each character of a text is one of ASCII. */
    public static boolean isAscii(byte[] text, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= text[i];
        }
        return all >= 0;
    }

    /**
     * Searches from a place on for the first match.
     *
     * @param text of ASCII alone between these places, which are its begin and its end for the pattern
     * @param start where to begin, at least {@code from}
     * @param found gets begin and end of the match and of each group, all from the text's begin on; negative for those that took no part
     */
    public Result find(byte[] text, int from, int to, int start, int[] found) {
        Attempt attempt = new Attempt(text, from, to, groups, repetitions, DEPTH);
        try {
            int last = onlyAtBegin ? from : to;
            for (int at = start; at <= last; at++) {
                if (Node.mayBegin(first, attempt, at)) {
                    attempt.step();
                    if (this.start.matches(attempt, at)) {
                        tell(attempt, at, found);
                        return Result.FOUND;
                    }
                }
            }
            return Result.ABSENT;
        } catch (ExhaustedException e) {
            return Result.UNDECIDED;
        }
    }

    private static void tell(Attempt attempt, int begin, int[] found) {
        found[0] = begin - attempt.from;
        found[1] = attempt.end - attempt.from;
        for (int i = 2; i < attempt.groups.length; i++) {
            found[i] = attempt.groups[i] < 0 ? -1 : attempt.groups[i] - attempt.from;
        }
    }

    private static boolean beginsAtBegin(Expression expression) {
        return expression instanceof Expression.At at && at.place() == Expression.Place.TEXT_BEGIN
                || expression instanceof Expression.Sequence sequence
                        && !sequence.parts().isEmpty()
                        && beginsAtBegin(sequence.parts().get(0));
    }

    private Node node(Expression expression, Node next) throws UnknownException {
        if (++nodes > MOST_NODES) {
            throw new UnknownException();
        }
        if (expression instanceof Expression.One one) {
            return new Node.One(one.set(), next);
        } else if (expression instanceof Expression.Sequence sequence) {
            return sequence(sequence.parts(), next);
        } else if (expression instanceof Expression.Choice choice) {
            return choice(choice.parts(), next);
        } else if (expression instanceof Expression.Repetition repetition) {
            return repetition(repetition, next);
        } else if (expression instanceof Expression.Capture capture) {
            Node close = new Node.Close(capture.group(), next);
            return new Node.Open(capture.group(), node(capture.body(), close));
        } else if (expression instanceof Expression.Atomic atomic) {
            return apart(Apart.Kind.ATOMIC, atomic.body(), next);
        } else if (expression instanceof Expression.Look look) {
            Apart.Kind ahead = look.negative() ? Apart.Kind.NOT_AHEAD : Apart.Kind.AHEAD;
            Apart.Kind behind = look.negative() ? Apart.Kind.NOT_BEHIND : Apart.Kind.BEHIND;
            return apart(look.behind() ? behind : ahead, look.body(), next);
        }
        return new Here(((Expression.At) expression).place(), next);
    }

    private Node sequence(List<Expression> parts, Node next) throws UnknownException {
        Node all = next;
        int end = parts.size();
        while (end > 0) {
            int begin = end;
            while (begin > 0 && character(parts.get(begin - 1)) >= 0) {
                begin--;
            }
            if (end - begin > 1) {
                byte[] characters = new byte[end - begin];
                for (int i = begin; i < end; i++) {
                    characters[i - begin] = (byte) character(parts.get(i));
                }
                all = new Node.Literal(characters, all);
                end = begin;
            } else {
                all = node(parts.get(--end), all);
            }
        }
        return all;
    }

    /** The only character that matches; negative if there is more to it. */
    private static int character(Expression expression) {
        return expression instanceof Expression.One one ? one.set().single() : -1;
    }

    private Node choice(List<Expression> parts, Node next) throws UnknownException {
        Node[] ways = new Node[parts.size()];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = node(parts.get(i), next);
        }
        return new Node.Choice(ways);
    }

    private Node apart(Apart.Kind kind, Expression body, Node next) throws UnknownException {
        return new Apart(kind, node(body, new Node.End()), body.width(), groupsIn(body) > 0, next);
    }

    private Node repetition(Expression.Repetition repetition, Node next) throws UnknownException {
        if (repetition.body() instanceof Expression.One one) {
            return repetition.greed() == Greed.LEAST
                    ? new Node.LazyRun(one.set(), repetition.least(), repetition.most(), next)
                    : new Node.Run(
                            one.set(), repetition.least(), repetition.most(), repetition.greed() == Greed.MOST, next);
        }
        if (repetition.greed() == Greed.ALL) {
            Expression most =
                    new Expression.Repetition(repetition.body(), repetition.least(), repetition.most(), Greed.MOST);
            return apart(Apart.Kind.ATOMIC, most, next);
        }
        if (repetition.least() == 0 && repetition.most() == 1) {
            Node once = node(repetition.body(), next);
            return repetition.greed() == Greed.MOST ? new Node.Choice(once, next) : new Node.Choice(next, once);
        }
        Rounds rounds = new Rounds(repetitions++, repetition.least(), repetition.most(), repetition.greed(), next);
        int nodesBefore = nodes;
        Node body = node(repetition.body(), rounds.again());
        rounds.repeat(body, nodes - nodesBefore + 2);
        return rounds;
    }

    private static int groupsIn(Expression expression) {
        if (expression instanceof Expression.Capture) {
            return 1;
        } else if (expression instanceof Expression.Sequence sequence) {
            return sequence.parts().stream().mapToInt(AsciiPattern::groupsIn).sum();
        } else if (expression instanceof Expression.Choice choice) {
            return choice.parts().stream().mapToInt(AsciiPattern::groupsIn).sum();
        } else if (expression instanceof Expression.Repetition repetition) {
            return groupsIn(repetition.body());
        } else if (expression instanceof Expression.Atomic atomic) {
            return groupsIn(atomic.body());
        } else if (expression instanceof Expression.Look look) {
            return groupsIn(look.body());
        }
        return 0;
    }
}
