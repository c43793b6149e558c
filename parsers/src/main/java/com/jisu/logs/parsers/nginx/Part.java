package com.jisu.logs.parsers.nginx;

/** Where a part of a line stands in it; its length is negative where it is missing. */
final class Part {

    int from;
    int to = -1;

    void set(int newFrom, int newTo) {
        from = newFrom;
        to = newTo;
    }

    void clear() {
        set(0, -1);
    }

    boolean isPresent() {
        return to >= from;
    }

    int length() {
        return to - from;
    }

    boolean isEmpty() {
        return to <= from;
    }
}
