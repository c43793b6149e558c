package com.jisu.logs.parsers.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into words. */
final class Tokens {

    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "true", "false", "null");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_@][\\p{L}\\p{N}_@-]*(?:\\.[\\p{L}\\p{N}_@-]+)*");

    /** Names in brackets may have blanks inside. */
    private static final Pattern BRACKETED =
            Pattern.compile("(?:\\[[^\\[\\],\"'\\s](?:[^\\[\\],\"']*[^\\[\\],\"'\\s])?])+");

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|=~|!~|[<>!(),\\[\\]]");
    private static final Map<String, String> MEANT =
            Map.of("&&", "and", "||", "or", "=", "==", "===", "==", "<>", "!=");
    private static final Pattern OF_OTHERS = Pattern.compile("&&|\\|\\||===|<>|=(?![=~])");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(String source) {
        this.source = source;
    }

    /** All words, and the end behind them. */
    static List<Token> of(String source) throws ConditionFault {
        Tokens tokens = new Tokens(source);
        while (tokens.next()) {
            // each adds one
        }
        tokens.add(Token.Kind.END, "the end", source.length());
        return tokens.tokens;
    }

    private boolean next() throws ConditionFault {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        if (at == source.length()) {
            return false;
        }
        char c = source.charAt(at);
        if (c == '"' || c == '\'') {
            text(c);
            return true;
        }
        String other = match(OF_OTHERS);
        if (other != null) {
            throw new ConditionFault("'" + other + "' is no operator; did you mean " + MEANT.get(other) + "?", at + 1);
        }
        String found = match(BRACKETED);
        if (found != null && !isListOfWord(found)) {
            add(Token.Kind.FIELD, found, found.length());
        } else if ((found = match(OPERATOR)) != null) {
            add(Token.Kind.WORD, found, found.length());
        } else if ((found = match(NUMBER)) != null) {
            add(Token.Kind.NUMBER, found, found.length());
        } else if ((found = match(NAME)) != null) {
            add(WORDS.contains(found) ? Token.Kind.WORD : Token.Kind.FIELD, found, found.length());
        } else {
            throw new ConditionFault("'" + c + "' means nothing here; a text stands in \"quotes\"", at + 1);
        }
        return true;
    }

    /** {@code [5]} and {@code [true]} are lists, not fields, and so is {@code [5 6]}, whose comma was forgotten. */
    private static boolean isListOfWord(String bracketed) {
        String inside = bracketed.substring(1, bracketed.length() - 1);
        return !inside.equals("in")
                && BLANKS.splitAsStream(inside)
                        .allMatch(word -> NUMBER.matcher(word).matches() || WORDS.contains(word));
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        return matcher.lookingAt() ? matcher.group() : null;
    }

    private void add(Token.Kind kind, String text, int length) {
        tokens.add(new Token(kind, text, Math.min(at, source.length()) + 1));
        at += length;
    }

    private void text(char quote) throws ConditionFault {
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length()) {
                escaped(source.charAt(i + 1), text);
                i += 2;
            } else {
                text.append(c);
                i++;
            }
        }
        if (i >= source.length()) {
            throw new ConditionFault("the text that begins here has no end: " + quote + " is missing", at + 1);
        }
        add(Token.Kind.TEXT, text.toString(), i + 1 - at);
    }

    /** A backslash before anything else stays: regular expressions are full of them. */
    private static void escaped(char c, StringBuilder text) {
        switch (c) {
            case '\\', '"', '\'' -> text.append(c);
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            default -> text.append('\\').append(c);
        }
    }
}
