package com.jisu.logs.parsers.steps;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows of separated values as Ruby's CSV does, strictly: a quote inside of an unquoted column, anything behind a closing quote, and a
 * quote that is not closed are faults. Used by one thread.
 */
public final class CsvRow {

    /** Characters in which the end of a row is looked for; beyond, it is a line feed. */
    private static final int LOOKED_AT = 1024;

    private final String text;
    private final String separator;
    private final char quote;
    private final String rowEnd;
    private int at;

    /** @param separator between columns, not empty */
    public CsvRow(String text, String separator, char quote) {
        this.text = text;
        this.separator = separator;
        this.quote = quote;
        this.rowEnd = rowEnd(text);
    }

    /** What ends the first row, ends all: Ruby guesses it from what it sees first, be it in quotes. */
    private static String rowEnd(String text) {
        int last = Math.min(text.length(), LOOKED_AT);
        for (int i = 0; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                return text.startsWith("\n", i + 1) ? "\r\n" : "\r";
            }
            if (c == '\n') {
                return "\n";
            }
        }
        return "\n";
    }

    /**
     * The columns of the next row: null for an empty one, but empty text for empty quotes.
     *
     * @return null behind the last row
     * @throws IllegalArgumentException if it is no such row; the message says why
     */
    public List<String> next() {
        if (at >= text.length()) {
            return null;
        }
        List<String> columns = new ArrayList<>();
        if (endsHere()) {
            at += rowEnd.length();
            return columns;
        }
        while (true) {
            columns.add(isQuote() ? quoted() : unquoted());
            if (at >= text.length()) {
                return columns;
            }
            if (endsHere()) {
                at += rowEnd.length();
                return columns;
            }
            if (!text.startsWith(separator, at)) {
                throw new IllegalArgumentException("something stands behind a quoted column, at character " + at);
            }
            at += separator.length();
        }
    }

    private boolean endsHere() {
        return text.startsWith(rowEnd, at);
    }

    private boolean isQuote() {
        return at < text.length() && text.charAt(at) == quote;
    }

    private String quoted() {
        StringBuilder column = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            at++;
            if (c != quote) {
                column.append(c);
            } else if (isQuote()) {
                column.append(quote);
                at++;
            } else {
                return column.toString();
            }
        }
        throw new IllegalArgumentException("a quoted column is not closed");
    }

    private String unquoted() {
        int from = at;
        while (at < text.length() && !endsHere() && !text.startsWith(separator, at)) {
            char c = text.charAt(at);
            if (c == quote || c == '\r' || c == '\n') {
                throw new IllegalArgumentException(
                        "a quote or a line break in a column without quotes, at character " + at);
            }
            at++;
        }
        return at == from ? null : text.substring(from, at);
    }
}
