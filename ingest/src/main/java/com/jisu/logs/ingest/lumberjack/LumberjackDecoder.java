package com.jisu.logs.ingest.lumberjack;

import static com.jisu.logs.ingest.metrics.CloseReason.NESTED_COMPRESSION;
import static com.jisu.logs.ingest.metrics.CloseReason.UNKNOWN_FRAME;
import static com.jisu.logs.ingest.metrics.CloseReason.UNKNOWN_VERSION;
import static com.jisu.logs.ingest.metrics.CloseReason.WINDOW_TOO_LARGE;

import com.jisu.logs.ingest.memory.LargeEventRoom;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts a Lumberjack v1 or v2 byte stream, in whatever pieces it arrives, into windows and events. Compressed frames are
 * inflated as they arrive. What is held between two pieces is the part of one event that has come, and zlib's state; where
 * the consumer did not admit an event, also up to 32 KiB of inflated bytes.
 *
 * <p>The version byte of a frame does not restrict its type: {@code W}, {@code J}, {@code D} and {@code C} are read
 * under either.
 *
 * <p>One per connection, used by one thread at a time. After a {@link ProtocolViolation} it must only be closed.
 */
public final class LumberjackDecoder implements AutoCloseable {

    static final byte VERSION_1 = '1';
    public static final byte VERSION_2 = '2';

    private static final int TYPE_BYTES = 2; // version and type
    private static final int SHORT_HEADER_BYTES = TYPE_BYTES + 4; // W and C
    private static final int LONG_HEADER_BYTES = TYPE_BYTES + 8; // J and D

    private enum Part {
        TYPE,
        HEADER,
        EVENT,
        DATA,
        COMPRESSED
    }

    private final DecoderLimits limits;
    private final FrameConsumer consumer;
    /** Null inside a compressed frame, where no other may start. */
    private final CompressedFrame compressed;

    private final DataFrame data;

    private final byte[] header = new byte[LONG_HEADER_BYTES];
    private int headerFilled;
    private int headerLength;
    private boolean pastFirstFrame;
    private Part part = Part.TYPE;

    private int eventLength;
    private byte[] event; // null until admitted
    private int eventFilled;

    public LumberjackDecoder(DecoderLimits limits, Inflation.Pool inflations, FrameConsumer consumer) {
        this.limits = limits;
        this.consumer = consumer;
        this.data = new DataFrame(limits, consumer);
        this.compressed = new CompressedFrame(limits, inflations, consumer, new LumberjackDecoder(limits, consumer));
    }

    /** A decoder of what is inside compressed frames. */
    private LumberjackDecoder(DecoderLimits limits, FrameConsumer consumer) {
        this.limits = limits;
        this.consumer = consumer;
        this.data = new DataFrame(limits, consumer);
        this.compressed = null;
        this.pastFirstFrame = true;
    }

    /**
     * Reads all of a piece of the stream, or as much as the consumer admits.
     *
     * @return false if the consumer did not admit an event: call again with the same bytes
     * @throws ProtocolViolation if the bytes are not Lumberjack, or go beyond a limit
     */
    public boolean decode(ByteBuf in) throws ProtocolViolation {
        while (true) {
            switch (part) {
                case TYPE -> {
                    if (!fillHeader(in, TYPE_BYTES)) {
                        return true;
                    }
                    headerLength = headerLength(in);
                    part = Part.HEADER;
                }
                case HEADER -> {
                    if (!fillHeader(in, headerLength)) {
                        return true;
                    }
                    startFrame();
                }
                case EVENT -> {
                    if (event == null && !admitEvent(in.readableBytes())) {
                        return false;
                    }
                    if (!fillEvent(in)) {
                        return true;
                    }
                    finishEvent();
                }
                case DATA -> {
                    if (!data.read(in)) {
                        return false;
                    }
                    if (!data.complete()) {
                        return true;
                    }
                    consumer.event(int32(TYPE_BYTES), data.takeJson());
                    startNextFrame();
                }
                case COMPRESSED -> {
                    if (!compressed.read(in)) {
                        return false;
                    }
                    if (!compressed.complete()) {
                        return true;
                    }
                    startNextFrame();
                }
            }
        }
    }

    /** Whether the stream could end here without cutting a frame in two. */
    public boolean atFrameBoundary() {
        return part == Part.TYPE && headerFilled == 0;
    }

    /** How many bytes have come of the event that is being received. */
    public int eventBytes() {
        return switch (part) {
            case TYPE, HEADER -> 0;
            case EVENT -> event == null ? 0 : eventFilled;
            case DATA -> data.bytes();
            case COMPRESSED -> compressed.eventBytes();
        };
    }

    @Override
    public void close() {
        if (compressed != null) {
            compressed.close();
        }
    }

    private boolean fillHeader(ByteBuf in, int upTo) {
        int bytes = Math.min(upTo - headerFilled, in.readableBytes());
        in.readBytes(header, headerFilled, bytes);
        headerFilled += bytes;
        return headerFilled == upTo;
    }

    private int headerLength(ByteBuf in) throws ProtocolViolation {
        if (header[0] != VERSION_1 && header[0] != VERSION_2) {
            throw unknownVersion(in);
        }
        return switch (header[1]) {
            case 'W', 'C' -> SHORT_HEADER_BYTES;
            case 'J', 'D' -> LONG_HEADER_BYTES;
            default ->
                throw new ProtocolViolation(
                        UNKNOWN_FRAME, "sent a frame of the unknown type " + ForeignProtocol.printable(header[1]));
        };
    }

    private ProtocolViolation unknownVersion(ByteBuf in) {
        if (!pastFirstFrame) {
            ProtocolViolation foreign = ForeignProtocol.recognize(header[0], header[1], in);
            if (foreign != null) {
                return foreign;
            }
        }
        return new ProtocolViolation(
                UNKNOWN_VERSION,
                "sent a frame of the unknown protocol version " + ForeignProtocol.printable(header[0]));
    }

    private void startFrame() throws ProtocolViolation {
        pastFirstFrame = true;
        switch (header[1]) {
            case 'W' -> {
                announceWindow(int32(TYPE_BYTES));
                startNextFrame();
            }
            case 'J' -> {
                eventLength = limits.checkFrame("an event", int32(TYPE_BYTES + 4));
                part = Part.EVENT;
            }
            case 'D' -> {
                data.start(int32(TYPE_BYTES + 4));
                part = Part.DATA;
            }
            default -> {
                if (compressed == null) {
                    throw new ProtocolViolation(
                            NESTED_COMPRESSION, "sent a compressed frame inside a compressed frame");
                }
                compressed.start(limits.checkFrame("a compressed frame", int32(TYPE_BYTES)));
                part = Part.COMPRESSED;
            }
        }
    }

    private void startNextFrame() {
        headerFilled = 0;
        part = Part.TYPE;
    }

    private void announceWindow(int events) throws ProtocolViolation {
        if (Integer.compareUnsigned(events, limits.maxWindowEvents()) > 0) {
            throw new ProtocolViolation(
                    WINDOW_TOO_LARGE,
                    "announced a window of " + Integer.toUnsignedString(events)
                            + " events, more than ingest.max-window-events: " + limits.maxWindowEvents());
        }
        consumer.window(header[0], events);
    }

    /**
     * A small event, which is counted in no budget before it is complete, gets memory only as its bytes come: announcing
     * it is cheap for a client.
     */
    private boolean admitEvent(int bytesHere) throws ProtocolViolation {
        if (!consumer.admits(eventLength)) {
            return false;
        }
        boolean reserved = eventLength > LargeEventRoom.SMALL_EVENT_BYTES;
        event = new byte[reserved ? eventLength : Math.min(eventLength, bytesHere)];
        eventFilled = 0;
        return true;
    }

    private boolean fillEvent(ByteBuf in) {
        int bytes = Math.min(eventLength - eventFilled, in.readableBytes());
        if (eventFilled + bytes > event.length) {
            event = Arrays.copyOf(event, Math.min(eventLength, Math.max(eventFilled + bytes, 2 * event.length)));
        }
        in.readBytes(event, eventFilled, bytes);
        eventFilled += bytes;
        return eventFilled == eventLength;
    }

    private void finishEvent() throws ProtocolViolation {
        byte[] complete = event;
        event = null;
        consumer.event(int32(TYPE_BYTES), complete);
        startNextFrame();
    }

    private int int32(int offset) {
        return (header[offset] & 0xFF) << 24
                | (header[offset + 1] & 0xFF) << 16
                | (header[offset + 2] & 0xFF) << 8
                | (header[offset + 3] & 0xFF);
    }
}
