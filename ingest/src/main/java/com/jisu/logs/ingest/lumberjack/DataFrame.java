package com.jisu.logs.ingest.lumberjack;

import com.jisu.logs.ingest.memory.LargeEventRoom;
import com.jisu.logs.ingest.metrics.CloseReason;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns a v1 {@code D} frame, a list of pairs of strings, into a JSON object of strings. Bytes that are not UTF-8 stay
 * as they are: what becomes of such an event is decided after Kafka.
 */
final class DataFrame {

    /**
     * Such a frame does not say how large it is, and escapes can make its object six times as large. The shippers that still
     * send them cut their lines far below this.
     */
    private static final int LARGEST_BYTES = 16 * 1024 * 1024;

    private static final int LONGEST_ESCAPE = "\\u0000".length();
    /** A string's end and what may come behind it. */
    private static final int PUNCTUATION = "\",}".length();

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final DecoderLimits limits;
    private final FrameConsumer consumer;
    private final int maxBytes;

    private ByteArrayOutputStream json; // null until admitted
    private long pairsLeft;
    private boolean inValue;
    private int lengthBytes; // of the current string's length, how many have been read
    private int stringLeft;
    private boolean stringBegun; // there was room for all of it, as far as its length tells
    private long announced; // bytes of the frame that its lengths have told of
    private int admitted; // bytes that the object may have

    DataFrame(DecoderLimits limits, FrameConsumer consumer) {
        this.limits = limits;
        this.consumer = consumer;
        this.maxBytes = Math.min(limits.maxFrameBytes(), LARGEST_BYTES);
    }

    /**
     * A frame's header was read.
     *
     * @param pairs how many follow, an unsigned number
     */
    void start(int pairs) {
        pairsLeft = Integer.toUnsignedLong(pairs);
        inValue = false;
        lengthBytes = 0;
        stringLeft = 0;
        announced = 0;
    }

    /** How large the object is so far. */
    int bytes() {
        return json == null ? 0 : json.size();
    }

    boolean complete() {
        return json != null && pairsLeft == 0;
    }

    /** The object, once. */
    byte[] takeJson() {
        json.write('}');
        byte[] bytes = json.toByteArray();
        json = null;
        return bytes;
    }

    /** As {@link LumberjackDecoder#decode}, of this frame's bytes only. */
    boolean read(ByteBuf in) throws ProtocolViolation {
        if (json == null) {
            if (!consumer.admits(LargeEventRoom.SMALL_EVENT_BYTES)) {
                return false;
            }
            admitted = Math.min(LargeEventRoom.SMALL_EVENT_BYTES, maxBytes);
            json = new ByteArrayOutputStream(512);
            json.write('{');
        }
        while (pairsLeft > 0) {
            if (lengthBytes < Integer.BYTES && !readLength(in)) {
                return true;
            }
            if (!hasRoom()) {
                return false;
            }
            if (!readString(in) && !in.isReadable()) {
                return true;
            }
        }
        return true;
    }

    /**
     * Whether there is room for a string, or for the next byte of one whose escapes took more than its length told. What a
     * frame takes is known only bit by bit: it reserves half as much again as it is known to take, for escapes and the
     * strings that follow, and where that proves too little, the most that it can ever take.
     */
    private boolean hasRoom() throws ProtocolViolation {
        int least = stringBegun ? LONGEST_ESCAPE : Math.max(stringLeft, LONGEST_ESCAPE);
        long size = (long) json.size() + least + PUNCTUATION;
        if (size > admitted) {
            checkSize(size);
            boolean first = admitted <= LargeEventRoom.SMALL_EVENT_BYTES;
            int wanted = first ? (int) Math.min(maxBytes, size * 3 / 2) : maxBytes;
            if (!consumer.admits(wanted)) {
                return false;
            }
            admitted = wanted;
            ByteArrayOutputStream larger = new ByteArrayOutputStream(wanted);
            larger.writeBytes(json.toByteArray());
            json = larger;
        }
        stringBegun = true;
        return true;
    }

    private boolean readLength(ByteBuf in) throws ProtocolViolation {
        while (lengthBytes < Integer.BYTES) {
            if (!in.isReadable()) {
                return false;
            }
            stringLeft = stringLeft << Byte.SIZE | in.readUnsignedByte();
            lengthBytes++;
        }
        limits.checkFrame(inValue ? "a value" : "a key", stringLeft);
        stringBegun = false;
        announced += Integer.BYTES + stringLeft;
        checkSize(announced);
        json.write('"');
        return true;
    }

    /** Escaping can make an object six times as large as its frame: both count. */
    private void checkSize(long bytes) throws ProtocolViolation {
        if (bytes > maxBytes) {
            throw new ProtocolViolation(
                    CloseReason.FRAME_TOO_LARGE,
                    maxBytes == LARGEST_BYTES
                            ? "sent a data frame larger than " + LARGEST_BYTES + " bytes"
                            : "sent a data frame larger than ingest.max-frame-bytes: " + maxBytes);
        }
    }

    /** Reads a string to its end, or as far as there are bytes and room. */
    private boolean readString(ByteBuf in) {
        int mostBytes = admitted - LONGEST_ESCAPE - PUNCTUATION;
        while (stringLeft > 0) {
            if (!in.isReadable() || json.size() > mostBytes) {
                return false;
            }
            writeEscaped(in.readByte());
            stringLeft--;
        }
        json.write('"');
        lengthBytes = 0;
        if (inValue) {
            pairsLeft--;
            if (pairsLeft > 0) {
                json.write(',');
            }
        } else {
            json.write(':');
        }
        inValue = !inValue;
        return true;
    }

    /** RFC 8259, section 7: quotes, backslashes and control characters must be escaped; nothing else needs to be. */
    private void writeEscaped(byte b) {
        switch (b) {
            case '"', '\\' -> writeShort(b);
            case '\n' -> writeShort('n');
            case '\r' -> writeShort('r');
            case '\t' -> writeShort('t');
            default -> {
                if (b >= 0 && b < ' ') {
                    json.writeBytes(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 0xF]});
                } else {
                    json.write(b);
                }
            }
        }
    }

    private void writeShort(int c) {
        json.write('\\');
        json.write(c);
    }
}
