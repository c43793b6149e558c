package com.jisu.logs.parsers.regex;

import com.jisu.logs.parsers.regex.Expression.At;
import com.jisu.logs.parsers.regex.Expression.Atomic;
import com.jisu.logs.parsers.regex.Expression.Capture;
import com.jisu.logs.parsers.regex.Expression.Choice;
import com.jisu.logs.parsers.regex.Expression.Greed;
import com.jisu.logs.parsers.regex.Expression.Look;
import com.jisu.logs.parsers.regex.Expression.One;
import com.jisu.logs.parsers.regex.Expression.Place;
import com.jisu.logs.parsers.regex.Expression.Repetition;
import com.jisu.logs.parsers.regex.Expression.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what regular expressions of Ruby are mostly made of. Back references, calls, conditions, properties and whatever has more than one
 * reading is not known. Used once, by one thread.
 *
 * @see <a href="https://github.com/k-takata/Onigmo/blob/master/doc/RE">Onigmo's syntax</a>
 */
final class RubySyntax {

    /** It has something that is not known here. */
    static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final int MOST_TIMES = 1_000;
    private static final int DEEPEST = 100;
    private static final int ASCII = 128;

    /** With groups that have names, those that have none do not capture. */
    private static final Pattern NAMED = Pattern.compile("\\(\\?<[^=!]");

    /** With no end of their own they reach as far as what is around them; known here only where that begins. */
    private static final Pattern OPTIONS = Pattern.compile("\\(\\?[im-]+\\)");

    private final String source;
    private final boolean onlyNamed;
    private int at;
    private int groups;
    private int depth;
    private boolean anyCase;
    private boolean dotIsAny;

    /** @param dotIsAny whether a dot is a line feed, too */
    RubySyntax(String source, boolean dotIsAny) {
        this.source = source;
        this.onlyNamed = NAMED.matcher(source).find();
        this.dotIsAny = dotIsAny;
    }

    Expression read() throws UnknownException {
        Expression all = choice();
        if (at < source.length()) {
            throw new UnknownException();
        }
        return all;
    }

    /** How many groups it has that capture. */
    int groups() {
        return groups;
    }

    private Expression choice() throws UnknownException {
        if (++depth > DEEPEST) {
            throw new UnknownException();
        }
        if (OPTIONS.matcher(source).region(at, source.length()).lookingAt()) {
            at += 2;
            options(')');
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(sequence());
        while (isNext('|')) {
            at++;
            parts.add(sequence());
        }
        depth--;
        return parts.size() == 1 ? parts.get(0) : new Choice(List.copyOf(parts));
    }

    private Expression sequence() throws UnknownException {
        List<Expression> parts = new ArrayList<>();
        while (at < source.length() && source.charAt(at) != '|' && source.charAt(at) != ')') {
            parts.add(repeated(one()));
        }
        return parts.size() == 1 ? parts.get(0) : new Sequence(List.copyOf(parts));
    }

    private boolean isNext(char c) {
        return at < source.length() && source.charAt(at) == c;
    }

    private char take() throws UnknownException {
        if (at >= source.length()) {
            throw new UnknownException();
        }
        return source.charAt(at++);
    }

    private Expression one() throws UnknownException {
        char c = take();
        return switch (c) {
            case '(' -> group();
            case '[' -> new One(new CharacterClass(this).read());
            case '.' -> new One(dotIsAny ? ByteSet.ALL : ByteSet.NEWLINE.not());
            case '^' -> new At(Place.LINE_BEGIN);
            case '$' -> new At(Place.LINE_END);
            case '\\' -> escaped();
            case '*', '+', '?', ']' -> throw new UnknownException();
            case '{' -> {
                at--;
                if (isCount()) {
                    throw new UnknownException();
                }
                at++;
                yield literal(c);
            }
            default -> literal(c);
        };
    }

    /** What is not ASCII is in no text here. */
    private Expression literal(char c) throws UnknownException {
        if (c >= ASCII) {
            if (anyCase) {
                throw new UnknownException();
            }
            return new One(ByteSet.NONE);
        }
        return new One(folded(ByteSet.of(c)));
    }

    private ByteSet folded(ByteSet set) {
        return anyCase ? set.inAnyCase() : set;
    }

    private Expression escaped() throws UnknownException {
        char c = take();
        return switch (c) {
            case 'A' -> new At(Place.TEXT_BEGIN);
            case 'z' -> new At(Place.TEXT_END);
            case 'Z' -> new At(Place.LAST_LINE_END);
            case 'b' -> new At(Place.WORD_BOUND);
            case 'B' -> new At(Place.NO_WORD_BOUND);
            default -> new One(folded(escapedSet(c)));
        };
    }

    /** What a character behind a back slash means, in a class and elsewhere. */
    ByteSet escapedSet(char c) throws UnknownException {
        return switch (c) {
            case 'd' -> ByteSet.DIGITS;
            case 'D' -> ByteSet.DIGITS.not();
            case 'w' -> ByteSet.WORD;
            case 'W' -> ByteSet.WORD.not();
            case 's' -> ByteSet.SPACE;
            case 'S' -> ByteSet.SPACE.not();
            case 'h' -> ByteSet.HEX_DIGITS;
            case 'H' -> ByteSet.HEX_DIGITS.not();
            case 't' -> ByteSet.of('\t');
            case 'n' -> ByteSet.of('\n');
            case 'r' -> ByteSet.of('\r');
            case 'f' -> ByteSet.of('\f');
            case 'x' -> ByteSet.of(hexDigits());
            default -> {
                if (c >= ASCII || ByteSet.LETTERS.or(ByteSet.DIGITS).has((byte) c)) {
                    throw new UnknownException();
                }
                yield ByteSet.of(c);
            }
        };
    }

    private int hexDigits() throws UnknownException {
        int code = Character.digit(take(), 16) * 16 + Character.digit(take(), 16);
        if (code < 0 || code >= ASCII) {
            throw new UnknownException();
        }
        return code;
    }

    private Expression group() throws UnknownException {
        boolean anyCaseOutside = anyCase;
        boolean dotIsAnyOutside = dotIsAny;
        Expression group = inParentheses();
        anyCase = anyCaseOutside;
        dotIsAny = dotIsAnyOutside;
        return group;
    }

    private Expression inParentheses() throws UnknownException {
        if (!isNext('?')) {
            return onlyNamed ? closed() : capture();
        }
        at++;
        char kind = take();
        switch (kind) {
            case ':':
                return closed();
            case '>':
                return new Atomic(closed());
            case '=', '!':
                return new Look(closed(), false, kind == '!');
            case '<':
                if (isNext('=') || isNext('!')) {
                    boolean negative = take() == '!';
                    Expression behind = closed();
                    if (behind.width() < 0) {
                        throw new UnknownException();
                    }
                    return new Look(behind, true, negative);
                }
                name();
                return capture();
            default:
                at--;
                options(':');
                return closed();
        }
    }

    private Expression capture() throws UnknownException {
        int group = ++groups;
        return new Capture(group, closed());
    }

    private Expression closed() throws UnknownException {
        Expression inner = choice();
        if (take() != ')') {
            throw new UnknownException();
        }
        return inner;
    }

    private void name() throws UnknownException {
        while (true) {
            char c = take();
            if (c == '>') {
                return;
            }
            if (c == ')' || c == '\\') {
                throw new UnknownException();
            }
        }
    }

    /** As in {@code (?i-m:}. */
    private void options(char end) throws UnknownException {
        boolean on = true;
        for (char c = take(); c != end; c = take()) {
            switch (c) {
                case 'i' -> anyCase = on;
                case 'm' -> dotIsAny = on;
                case '-' -> on = false;
                default -> throw new UnknownException();
            }
        }
    }

    private Expression repeated(Expression body) throws UnknownException {
        if (at >= source.length()) {
            return body;
        }
        Expression repeated = body;
        switch (source.charAt(at)) {
            case '*' -> repeated = repetition(body, 0, Integer.MAX_VALUE, true);
            case '+' -> repeated = repetition(body, 1, Integer.MAX_VALUE, true);
            case '?' -> repeated = repetition(body, 0, 1, true);
            case '{' -> {
                if (!isCount()) {
                    return body;
                }
                repeated = counted(body);
            }
            default -> {
                return body;
            }
        }
        if (isNext('*') || isNext('+') || isNext('?') || isCount()) {
            throw new UnknownException(); // a repetition of a repetition
        }
        return repeated;
    }

    /** Whether a brace begins a count, or what may be meant as one; else it is a character like others. */
    private boolean isCount() {
        return isNext('{') && at + 1 < source.length() && "0123456789,".indexOf(source.charAt(at + 1)) >= 0;
    }

    private Expression counted(Expression body) throws UnknownException {
        at++;
        int least = number();
        int most = least;
        if (isNext(',')) {
            at++;
            most = number();
        } else if (least < 0) {
            throw new UnknownException();
        }
        if (take() != '}' || least < 0 && most < 0 || most >= 0 && least > most) {
            throw new UnknownException();
        }
        at--;
        return repetition(body, Math.max(0, least), most < 0 ? Integer.MAX_VALUE : most, false);
    }

    /** Negative if there is none. */
    private int number() throws UnknownException {
        int number = -1;
        while (at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9') {
            number = Math.max(0, number) * 10 + source.charAt(at++) - '0';
            if (number > MOST_TIMES) {
                throw new UnknownException();
            }
        }
        return number;
    }

    /** @param simple whether it is a sign alone, behind which a plus means that it gives nothing back */
    private Expression repetition(Expression body, int least, int most, boolean simple) throws UnknownException {
        at++;
        Greed greed = Greed.MOST;
        if (isNext('?') && (simple || least != most)) {
            greed = Greed.LEAST;
            at++;
        } else if (isNext('+') && simple) {
            greed = Greed.ALL;
            at++;
        }
        if (body.mayBeEmpty()) {
            throw new UnknownException(); // rounds that take nothing have rules of their own
        }
        return new Repetition(body, least, most, greed);
    }

    /** The next character; used by the reader of classes, too. */
    char next() throws UnknownException {
        return take();
    }

    /** Whether this is what comes next. */
    boolean comes(String text) {
        return source.startsWith(text, at);
    }

    boolean isAnyCase() {
        return anyCase;
    }
}
