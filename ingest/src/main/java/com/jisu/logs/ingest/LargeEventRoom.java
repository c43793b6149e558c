package com.jisu.logs.ingest;

/**
 * Room for large events that are being received, half as much as {@code ingest.max-in-flight-bytes}. Such an event reserves
 * its bytes before its first is kept. Thread-safe.
 */
final class LargeEventRoom extends FairRoom {

    /** A larger event needs a reservation. */
    static final int SMALL_EVENT_BYTES = 32 * 1024;

    LargeEventRoom(long maxInFlightBytes) {
        super(maxInFlightBytes / 2);
    }
}
