package com.jisu.logs.ingest.memory;

/**
 * Room for compressed frames that are being inflated. A frame reserves what inflating takes before its first byte is
 * inflated, and holds it to its end; the frames of other connections wait unread meanwhile. Thread-safe.
 */
public final class InflationRoom extends FairRoom {

    /** Of what a frame inflates to. Large enough that calls into zlib are few; each connection that waits for Kafka can hold one. */
    public static final int PIECE_BYTES = 32 * 1024;

    /** zlib's state, outside of the heap: its window, its codes, and what malloc adds. */
    public static final int NATIVE_BYTES = 48 * 1024;

    /** What one frame takes. */
    public static final int FRAME_BYTES = NATIVE_BYTES + PIECE_BYTES;

    /** Far more than event loops can inflate at once; the others would only hold memory. */
    public static final int FRAMES = 256;

    public InflationRoom() {
        this(FRAMES);
    }

    public InflationRoom(int frames) {
        super((long) frames * FRAME_BYTES);
    }
}
