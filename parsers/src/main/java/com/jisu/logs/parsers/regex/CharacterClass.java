package com.jisu.logs.parsers.regex;

import com.jisu.logs.parsers.regex.RubySyntax.UnknownException;
import java.util.Map;

/** Reads what is between brackets. Intersections are not known. Used once, by one thread. */
final class CharacterClass {

    private static final int ASCII = 128;

    private static final Map<String, ByteSet> POSIX = Map.ofEntries(
            Map.entry("alnum", ByteSet.LETTERS.or(ByteSet.DIGITS)),
            Map.entry("alpha", ByteSet.LETTERS),
            Map.entry("blank", ByteSet.of(' ').or(ByteSet.of('\t'))),
            Map.entry("cntrl", ByteSet.range(0, 31).or(ByteSet.of(127))),
            Map.entry("digit", ByteSet.DIGITS),
            Map.entry("graph", ByteSet.range('!', '~')),
            Map.entry("lower", ByteSet.range('a', 'z')),
            Map.entry("print", ByteSet.range(' ', '~')),
            Map.entry("space", ByteSet.SPACE),
            Map.entry("upper", ByteSet.range('A', 'Z')),
            Map.entry("word", ByteSet.WORD),
            Map.entry("xdigit", ByteSet.HEX_DIGITS));

    private final RubySyntax syntax;

    /** @param syntax behind the bracket that opens */
    CharacterClass(RubySyntax syntax) {
        this.syntax = syntax;
    }

    ByteSet read() throws UnknownException {
        boolean negative = syntax.comes("^");
        if (negative) {
            syntax.next();
        }
        if (syntax.comes("]")) {
            throw new UnknownException();
        }
        ByteSet set = ByteSet.NONE;
        while (!syntax.comes("]")) {
            set = set.or(member());
        }
        syntax.next();
        ByteSet folded = syntax.isAnyCase() ? set.inAnyCase() : set;
        return negative ? folded.not() : folded;
    }

    private ByteSet member() throws UnknownException {
        if (syntax.comes("&&")) {
            throw new UnknownException();
        }
        char c = syntax.next();
        if (c == '[') {
            return inner();
        }
        ByteSet first = c == '\\' ? escaped() : character(c);
        if (!syntax.comes("-") || syntax.comes("-]")) {
            return first;
        }
        if (c == '-') {
            throw new UnknownException();
        }
        syntax.next();
        char end = syntax.next();
        ByteSet last = end == '\\' ? escaped() : character(end);
        boolean isRange = end != '[' && first.single() >= 0 && last.single() >= first.single();
        if (!isRange || syntax.comes("-") && !syntax.comes("-]")) {
            throw new UnknownException();
        }
        return ByteSet.range(first.single(), last.single());
    }

    private ByteSet escaped() throws UnknownException {
        char c = syntax.next();
        if (c == 'b') {
            throw new UnknownException();
        }
        return syntax.escapedSet(c);
    }

    private ByteSet character(char c) throws UnknownException {
        if (c >= ASCII) {
            if (syntax.isAnyCase()) {
                throw new UnknownException();
            }
            return ByteSet.NONE;
        }
        return ByteSet.of(c);
    }

    /** A class by name, or between brackets of its own. */
    private ByteSet inner() throws UnknownException {
        for (Map.Entry<String, ByteSet> each : POSIX.entrySet()) {
            String text = ":" + each.getKey() + ":]";
            if (syntax.comes(text)) {
                for (int i = 0; i < text.length(); i++) {
                    syntax.next();
                }
                return each.getValue();
            }
        }
        if (syntax.comes(":")) {
            throw new UnknownException();
        }
        return read();
    }
}
