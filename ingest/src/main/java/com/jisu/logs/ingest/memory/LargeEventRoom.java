package com.jisu.logs.ingest.memory;

/**
 * Room for large events that are being received, half as much as {@code ingest.max-in-flight-bytes}. Such an event reserves
 * its bytes before its first is kept. Thread-safe.
 */
public final class LargeEventRoom extends FairRoom {

    /** A larger event needs a reservation. */
    public static final int SMALL_EVENT_BYTES = 32 * 1024;

    public LargeEventRoom(long maxInFlightBytes) {
        super(maxInFlightBytes / 2);
    }
}
