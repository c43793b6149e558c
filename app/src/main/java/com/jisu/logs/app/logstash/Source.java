package com.jisu.logs.app.logstash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The text of a configuration, and how far it has been read. Several files are one text, as Logstash puts them together, but each place
 * in it is one of its file. Used by one thread.
 */
final class Source {

    private static final int SHOWN = 12;

    private final String text;
    private final List<String> files = new ArrayList<>();
    private final int[] begins;
    private final int[] lines;
    private int at;
    private int textBegin;
    private int textEnd;

    /** @param files with a line break behind each */
    Source(List<ConfigurationFiles.Part> files) {
        StringBuilder all = new StringBuilder();
        begins = new int[files.size()];
        for (int i = 0; i < files.size(); i++) {
            begins[i] = all.length();
            this.files.add(files.get(i).file());
            all.append(files.get(i).text()).append('\n');
        }
        text = all.toString();
        lines = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    int at() {
        return at;
    }

    void goTo(int offset) {
        at = offset;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character; 0 at the end. */
    char next() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    char takeNext() {
        return text.charAt(at++);
    }

    boolean startsWith(String expected) {
        return text.startsWith(expected, at);
    }

    /** Goes past it if it is next. */
    boolean take(String expected) {
        boolean there = startsWith(expected);
        at += there ? expected.length() : 0;
        return there;
    }

    /** Goes past a word if it is next, and no letter, digit or underscore behind it. */
    boolean takeWord(String word) {
        int end = at + word.length();
        boolean there = startsWith(word) && !(end < text.length() && isWordPart(text.charAt(end)));
        at = there ? end : at;
        return there;
    }

    static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What stands from there to here. */
    String since(int offset) {
        return text.substring(offset, at);
    }

    /** Remembers the text in quotes that begins there and ends here: behind one of several lines a fault is likely its end. */
    void endText(int begin) {
        textBegin = begin;
        textEnd = at;
    }

    /** Goes past white space and comments. */
    void skipBlank() {
        while (!isAtEnd()) {
            char c = next();
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return;
            }
        }
    }

    /** Here. */
    Place place() {
        return place(at);
    }

    Place place(int offset) {
        int file = before(begins, offset);
        int line = before(lines, offset);
        int column = text.codePointCount(lines[line], Math.min(offset, text.length())) + 1;
        return new Place(files.get(file), line - before(lines, begins[file]) + 1, column);
    }

    /** Which of the ascending offsets is the last that is not behind this one. */
    private static int before(int[] offsets, int offset) {
        int found = Arrays.binarySearch(offsets, offset);
        return found >= 0 ? found : -found - 2;
    }

    /** A fault here: what was expected, and what stands there instead. */
    SyntaxFault fault(String expected) {
        if (text.substring(at).isBlank()) {
            int last = text.stripTrailing().length();
            return new SyntaxFault(place(last), expected + " was expected, but the configuration ends");
        }
        int end = at;
        while (end < text.length() && end - at < SHOWN && text.charAt(end) > ' ') {
            end++;
        }
        return new SyntaxFault(
                place(),
                expected + " was expected" + (end == at ? "" : ", not " + text.substring(at, end)) + quoteHint());
    }

    /** A quote that is missing makes a text of all up to the next one, lines further down. */
    private String quoteHint() {
        boolean severalLines = text.substring(textBegin, textEnd).indexOf('\n') >= 0;
        if (!severalLines || text.substring(textEnd, Math.max(textEnd, at)).indexOf('\n') >= 0) {
            return "";
        }
        Place begin = place(textBegin);
        return "; the text before it begins at " + begin.line() + ":" + begin.column() + ", is a quote missing there?";
    }
}
