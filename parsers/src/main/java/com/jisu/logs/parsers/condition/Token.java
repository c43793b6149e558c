package com.jisu.logs.parsers.condition;

/**
 * A word of an expression.
 *
 * @param text of a text what it says, of a field its path, of anything else the word itself
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, int column) {

    enum Kind {
        /** {@code and}, {@code ==}, a parenthesis, {@code null} and all others that are always the same. */
        WORD,
        FIELD,
        TEXT,
        NUMBER,
        END
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
