package com.jisu.logs.ingest.connection;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Acknowledgements that one connection's channel does not take, because the client does not read: in their order, equal
 * ones in a row as one and their number. The connection's event loop only.
 */
final class UnreadAcknowledgements {

    /** Of so many runs on, the client has to read before more of its events are. A run takes some 40 bytes. */
    private static final int MANY = 128;

    private final Deque<Run> runs = new ArrayDeque<>(1);

    private static final class Run {

        private final byte version;
        private final int sequence;
        private long count = 1;

        Run(byte version, int sequence) {
            this.version = version;
            this.sequence = sequence;
        }
    }

    void add(byte version, int sequence) {
        Run last = runs.peekLast();
        if (last != null && last.version == version && last.sequence == sequence) {
            last.count++;
        } else {
            runs.add(new Run(version, sequence));
        }
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    boolean areMany() {
        return runs.size() >= MANY;
    }

    /** The version of the oldest one. */
    byte version() {
        return runs.element().version;
    }

    /** The number that the oldest one tells. */
    int sequence() {
        return runs.element().sequence;
    }

    /** Takes out the oldest one. */
    void remove() {
        Run first = runs.element();
        first.count--;
        if (first.count == 0) {
            runs.remove();
        }
    }

    void clear() {
        runs.clear();
    }
}
