package com.jisu.logs.streams;

import com.jisu.logs.streams.CutLineStore.Part;

/** How many parts of cut lines are kept, and how large they are. Not thread-safe. */
final class KeptParts {

    /**
     * @param parts how many may be kept; each takes about 400 bytes of the heap
     * @param bytes how many their events may have, which are in the store
     */
    record Limits(int parts, long bytes) {

        /** Of one task. An instance has four at most. */
        static final Limits DEFAULT = new Limits(20_000, 128L << 20);

        Limits half() {
            return new Limits(parts / 2, bytes / 2);
        }
    }

    private int parts;
    private long bytes;

    void add(Part part) {
        parts++;
        bytes += part.eventBytes();
    }

    void remove(Part part) {
        parts--;
        bytes -= part.eventBytes();
    }

    boolean isOver(Limits limits) {
        return parts > limits.parts() || bytes > limits.bytes();
    }
}
