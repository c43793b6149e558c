package com.jisu.logs.parsers.routing;

/** Which share of all events one belongs to, by its document id: the same each time that the event is read. */
final class IdShare {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final long MIX_1 = 0xff51afd7ed558ccdL;
    private static final long MIX_2 = 0xc4ceb9fe1a85ec53L;
    private static final int HALF = 33;
    private static final int SPARE_BITS = 11;
    private static final double STEPS = 0x1.0p53;

    private IdShare() {}

    /**
     * From 0 to less than 1, evenly over all ids.
     *
     * @param purpose another one gives shares that have nothing to do with these
     */
    static double of(String id, int purpose) {
        long hash = OFFSET + purpose;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * PRIME;
        }
        hash = (hash ^ hash >>> HALF) * MIX_1;
        hash = (hash ^ hash >>> HALF) * MIX_2;
        hash ^= hash >>> HALF;
        return (hash >>> SPARE_BITS) / STEPS;
    }
}
