package com.jisu.logs.ingest.memory;

import com.jisu.logs.ingest.lumberjack.Inflation;

/**
 * Room for compressed frames that are being inflated. A frame reserves what {@link Inflation} takes before its first byte is
 * inflated, and holds it to its end; the frames of other connections wait unread meanwhile. Thread-safe.
 */
public final class InflationRoom extends FairRoom {

    /** What one frame takes: zlib's state outside of the heap, and a piece of what it inflates to inside of it. */
    public static final int FRAME_BYTES = Inflation.NATIVE_BYTES + Inflation.PIECE_BYTES;

    /** Far more than event loops can inflate at once; the others would only hold memory. */
    public static final int FRAMES = 256;

    public InflationRoom() {
        this(FRAMES);
    }

    public InflationRoom(int frames) {
        super((long) frames * FRAME_BYTES);
    }
}
