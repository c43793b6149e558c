package com.jisu.logs.ingest.lumberjack;

import static com.jisu.logs.ingest.metrics.CloseReason.BAD_COMPRESSION;
import static com.jisu.logs.ingest.metrics.CloseReason.INFLATED_TOO_LARGE;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/**
 * Inflates {@code C} frames piece by piece and hands the pieces to the decoder of what is inside. What it holds does
 * not depend on what a frame inflates to.
 */
final class CompressedFrame implements AutoCloseable {

    private final DecoderLimits limits;
    private final Inflation.Pool inflations;
    private final FrameConsumer consumer;
    private final LumberjackDecoder content;

    private boolean inFrame;
    private Inflation inflation; // null before the first byte is inflated
    private int deflatedLeft;
    private long inflatedTotal;

    /** @param content a decoder of what is inside, for the same consumer */
    CompressedFrame(
            DecoderLimits limits, Inflation.Pool inflations, FrameConsumer consumer, LumberjackDecoder content) {
        this.limits = limits;
        this.inflations = inflations;
        this.consumer = consumer;
        this.content = content;
    }

    /** A frame's header was read. */
    void start(int deflatedLength) {
        inFrame = true;
        deflatedLeft = deflatedLength;
        inflatedTotal = 0;
    }

    /** As {@link LumberjackDecoder#eventBytes}, of an event inside this frame. */
    int eventBytes() {
        return content.eventBytes();
    }

    boolean complete() {
        return !inFrame;
    }

    /** As {@link LumberjackDecoder#decode}, of this frame's bytes only. */
    boolean read(ByteBuf in) throws ProtocolViolation {
        if (inflation == null || !inflation.hasPiece()) {
            if (!consumer.admits(0) || inflation == null && !consumer.admitsInflation()) {
                return false; // nothing is inflated that would have to be kept
            }
            if (inflation == null) {
                inflation = inflations.take();
            }
            inflation.takePiece(inflations);
        }
        ByteBuffer deflated = in.nioBuffer(in.readerIndex(), Math.min(in.readableBytes(), deflatedLeft));
        inflation.inflater.setInput(deflated);
        while (content.decode(inflation.inflated())) {
            if (!inflatePiece(in, deflated)) {
                return true;
            }
        }
        return false;
    }

    /** Refills the piece; false if there is nothing more in these bytes. */
    private boolean inflatePiece(ByteBuf in, ByteBuffer deflated) throws ProtocolViolation {
        int before = deflated.position();
        int bytes;
        try {
            bytes = inflation.inflatePiece();
        } catch (DataFormatException e) {
            throw new ProtocolViolation(
                    BAD_COMPRESSION, "sent a compressed frame that is no zlib data: " + e.getMessage());
        }
        int taken = deflated.position() - before;
        in.skipBytes(taken);
        deflatedLeft -= taken;
        inflatedTotal += bytes;
        if (inflatedTotal > limits.maxInflatedBytes()) {
            throw new ProtocolViolation(
                    INFLATED_TOO_LARGE,
                    "sent a compressed frame that inflates to more than ingest.max-inflated-bytes: "
                            + limits.maxInflatedBytes());
        }
        if (bytes > 0) {
            return true;
        }
        inflation.givePieceBack(inflations);
        finishIfComplete();
        return false;
    }

    private void finishIfComplete() throws ProtocolViolation {
        if (inflation.inflater.finished()) {
            if (deflatedLeft > 0) {
                throw new ProtocolViolation(
                        BAD_COMPRESSION, "sent a compressed frame with " + deflatedLeft + " bytes after its zlib data");
            }
            if (!content.atFrameBoundary()) {
                throw new ProtocolViolation(BAD_COMPRESSION, "sent a compressed frame that ends inside a frame");
            }
            close();
        } else if (inflation.inflater.needsDictionary()) {
            throw new ProtocolViolation(BAD_COMPRESSION, "sent a compressed frame that needs a zlib dictionary");
        } else if (deflatedLeft == 0) {
            throw new ProtocolViolation(BAD_COMPRESSION, "sent a compressed frame whose zlib data is cut short");
        }
    }

    @Override
    public void close() {
        inFrame = false;
        if (inflation != null) {
            inflations.giveBack(inflation);
            inflation = null;
            consumer.endInflation();
        }
    }
}
