package com.jisu.logs.parsers.tree;

/** All events that rules make of one: how much that may be. Used by one thread. */
public final class Family {

    /** Events that may be made of one. */
    public static final int MOST_EVENTS = 10_000;

    /** Bytes that they may have together. */
    public static final long MOST_BYTES = 64L << 20;

    private int events;
    private long bytes;

    Family() {}

    /**
     * Asks for more events.
     *
     * @param newBytes how much they have together, as JSON
     * @return whether they may be made; if so, they are counted
     */
    public boolean admit(int newEvents, long newBytes) {
        if (newEvents > MOST_EVENTS - events || newBytes > MOST_BYTES - bytes) {
            return false;
        }
        events += newEvents;
        bytes += newBytes;
        return true;
    }
}
