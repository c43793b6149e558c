package com.jisu.logs.ingest.lumberjack;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.metrics.CloseReason;

/**
 * What one client may make the decoder hold or do.
 *
 * @param maxFrameBytes largest length of a compressed frame's payload, and of one event, in bytes
 * @param maxInflatedBytes largest size one compressed frame may inflate to, in bytes
 * @param maxWindowEvents most events that a window may announce
 */
public record DecoderLimits(int maxFrameBytes, long maxInflatedBytes, int maxWindowEvents) {

    public static DecoderLimits of(IngestSettings.Limits limits) {
        return new DecoderLimits(limits.maxFrameBytes(), limits.maxInflatedBytes(), limits.maxWindowEvents());
    }

    /** Returns the length, an unsigned number as it came, if it is within the limit. */
    int checkFrame(String what, int length) throws ProtocolViolation {
        if (Integer.compareUnsigned(length, maxFrameBytes) > 0) {
            throw new ProtocolViolation(
                    CloseReason.FRAME_TOO_LARGE,
                    "announced " + what + " of " + Integer.toUnsignedString(length)
                            + " bytes, more than ingest.max-frame-bytes: " + maxFrameBytes);
        }
        return length;
    }
}
