package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * Pairs of a key and a value, {@code rt=0.001 uct="-, 0.000" urt=0.000, 0.001}: values are in quotes, or go up to a blank
 * that has no comma or colon in front of it.
 */
final class PairsTail {

    private final byte[] line;
    private final int end;
    private final Part value = new Part();
    private int at;
    private int from;
    private int nameEnd;

    PairsTail(byte[] line, int from, int to) {
        this.line = line;
        this.at = from;
        this.end = to;
    }

    /** Whether there is nothing else between these offsets. */
    static boolean arePairs(byte[] line, int from, int to) {
        PairsTail pairs = new PairsTail(line, from, to);
        boolean any = false;
        while (pairs.next()) {
            any = true;
        }
        return any && pairs.at >= to;
    }

    /** Goes to the next pair; false where none begins. */
    boolean next() {
        while (at < end && (line[at] == ' ' || line[at] == '\t' || line[at] == ',')) {
            at++;
        }
        from = at;
        int equals = nameEnd(at);
        if (equals == at || equals >= end || line[equals] != '=') {
            return false;
        }
        nameEnd = equals;
        int begin = equals + 1;
        if (begin < end && line[begin] == '"') {
            int quote = begin + 1;
            while (quote < end && line[quote] != '"') {
                quote++;
            }
            if (quote == end) {
                return false;
            }
            value.set(begin + 1, quote);
            at = quote + 1;
            return at == end || line[at] == ' ' || line[at] == ',';
        }
        at = bareEnd(begin);
        int to = at > begin && line[at - 1] == ',' ? at - 1 : at;
        value.set(begin, to);
        return true;
    }

    private int nameEnd(int begin) {
        int to = begin;
        while (to < end && (Ascii.isWord(line[to]) || line[to] == '-' || line[to] == '.')) {
            to++;
        }
        return to;
    }

    /** A list goes on behind a comma, and around a colon, unless another pair begins there. */
    private int bareEnd(int begin) {
        int to = wordEnd(begin);
        while (to + 1 < end && goesOn(begin, to)) {
            int next = nameEnd(to + 1);
            if (next < end && line[next] == '=') {
                break;
            }
            to = wordEnd(to + 1);
        }
        return to;
    }

    private boolean goesOn(int begin, int to) {
        boolean behind = to > begin && (line[to - 1] == ',' || line[to - 1] == ':' && line[to - 2] == ' ');
        return behind || line[to + 1] == ':' && to + 2 < end && line[to + 2] == ' ';
    }

    private int wordEnd(int begin) {
        int to = begin;
        while (to < end && line[to] != ' ' && line[to] != '\t') {
            to++;
        }
        return to;
    }

    String name() {
        return new String(line, from, nameEnd - from, StandardCharsets.UTF_8);
    }

    /** Less its quotes. */
    Part value() {
        return value;
    }

    /** All of the pair as it stands. */
    String text() {
        return new String(line, from, at - from, StandardCharsets.UTF_8);
    }
}
