package com.jisu.logs.parsers.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what a text needs to have so that a regular expression ({@link java.util.regex.Pattern}) can be found in it. What it does not
 * understand it knows nothing of. Expressions may tell upper from lower case or not: it is asked of texts in lower case, ASCII's.
 */
final class NeededLiterals {

    /** As many characters of a class are told apart. */
    private static final int MOST_CHARACTERS = 8;

    private static final int NO_LIMIT = -1;

    /** An expression with something in it that this class does not read. */
    private static final class UnknownSyntaxException extends Exception {
        private static final long serialVersionUID = 1;

        UnknownSyntaxException(String message) {
            super(message);
        }
    }

    private final String source;
    private int at;

    private NeededLiterals(String source) {
        this.source = source;
    }

    /**
     * Sets of literals in lower case: a text in lower case that has none of one set's is one in which the expression is not found. None
     * where nothing is known.
     */
    static List<Set<String>> of(String expression) {
        try {
            NeededLiterals reader = new NeededLiterals(expression);
            Needs needs = reader.alternatives();
            return reader.at < expression.length() ? List.of() : needs.clauses();
        } catch (UnknownSyntaxException e) {
            return List.of();
        }
    }

    private boolean has(String text) {
        return source.startsWith(text, at);
    }

    private char next() throws UnknownSyntaxException {
        if (at == source.length()) {
            throw new UnknownSyntaxException("it ends too early");
        }
        return source.charAt(at++);
    }

    private Needs alternatives() throws UnknownSyntaxException {
        List<Needs> alternatives = new ArrayList<>();
        alternatives.add(sequence());
        while (has("|")) {
            at++;
            alternatives.add(sequence());
        }
        return Needs.anyOf(alternatives);
    }

    private Needs sequence() throws UnknownSyntaxException {
        List<Needs> parts = new ArrayList<>();
        while (at < source.length() && !has("|") && !has(")")) {
            parts.add(repeated(part()));
        }
        return Needs.inARow(parts);
    }

    private Needs part() throws UnknownSyntaxException {
        char c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escaped();
            case '^', '$' -> Needs.exactly(Needs.EMPTY);
            case '.' -> Needs.NOTHING;
            case '*', '+', '?', '{' -> throw new UnknownSyntaxException("a quantifier of nothing");
            default -> literal(c);
        };
    }

    private static Needs literal(char c) {
        return c < ' ' || c > '~' ? Needs.NOTHING : Needs.exactly(Set.of(lower(c)));
    }

    private static String lower(char c) {
        return String.valueOf(c).toLowerCase(Locale.ROOT);
    }

    private Needs escaped() throws UnknownSyntaxException {
        char c = next();
        if (c == 'b' || c == 'B') {
            return Needs.exactly(Needs.EMPTY);
        }
        if ("dDsSwW".indexOf(c) >= 0) {
            return Needs.NOTHING;
        }
        return literalEscape(c);
    }

    private static Needs literalEscape(char c) throws UnknownSyntaxException {
        if (c > '~' || Character.isLetterOrDigit(c)) {
            throw new UnknownSyntaxException("the escape \\" + c);
        }
        return literal(c);
    }

    private Needs group() throws UnknownSyntaxException {
        boolean looks = has("?=") || has("?!") || has("?<=") || has("?<!");
        if (looks) {
            at += has("?<") ? 3 : 2;
        } else if (has("?:") || has("?>") || has("?i:")) {
            at = source.indexOf(has("?>") ? '>' : ':', at) + 1;
        } else if (has("?i)")) {
            at += 3;
            return Needs.exactly(Needs.EMPTY);
        } else if (has("?")) {
            throw new UnknownSyntaxException("a group of its own kind");
        }
        Needs inside = alternatives();
        if (next() != ')') {
            throw new UnknownSyntaxException("a group without an end");
        }
        return looks ? Needs.exactly(Needs.EMPTY) : inside;
    }

    /** Of a class all characters, where they are few. */
    private Needs characterClass() throws UnknownSyntaxException {
        if (has("]") || has("^]") || has("^^")) {
            throw new UnknownSyntaxException("a class that begins with its end");
        }
        Set<String> characters = new TreeSet<>();
        boolean known = !has("^");
        for (char c = next(); c != ']'; c = next()) {
            if (c == '[' || c == '&') {
                throw new UnknownSyntaxException("a class in a class");
            }
            boolean escape = c == '\\';
            char meant = escape ? next() : c;
            if (escape && "dDsSwW".indexOf(meant) >= 0) {
                known = false;
            } else if (escape && literalEscape(meant) == Needs.NOTHING || meant < ' ' || meant > '~') {
                known = false;
            }
            characters.add(lower(meant));
            known &= !has("-") || source.startsWith("-]", at); // a range
        }
        return known && characters.size() <= MOST_CHARACTERS ? Needs.exactly(characters) : Needs.NOTHING;
    }

    private Needs repeated(Needs part) throws UnknownSyntaxException {
        int least = 1;
        int most = 1;
        if (has("?") || has("*") || has("+")) {
            char c = next();
            least = c == '+' ? 1 : 0;
            most = c == '?' ? 1 : NO_LIMIT;
        } else if (has("{")) {
            int end = source.indexOf('}', at);
            String counts = source.substring(at + 1, Math.max(at + 1, end));
            if (!counts.matches("\\d{1,4}(,\\d{0,4})?")) {
                throw new UnknownSyntaxException("a brace");
            }
            String[] bounds = counts.split(",", -1);
            least = Integer.parseInt(bounds[0]);
            most = bounds.length == 1 ? least : bounds[1].isEmpty() ? NO_LIMIT : Integer.parseInt(bounds[1]);
            at = end + 1;
        } else {
            return part;
        }
        at += has("?") || has("+") ? 1 : 0; // lazy or possessive
        if (has("?") || has("*") || has("+") || has("{")) {
            throw new UnknownSyntaxException("a quantifier of a quantifier");
        }
        return part.times(least, most);
    }
}
