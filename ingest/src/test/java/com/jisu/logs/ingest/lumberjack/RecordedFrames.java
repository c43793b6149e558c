package com.jisu.logs.ingest.lumberjack;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a decoder found, as lines of text: {@code 2W 3}, {@code 1 {"a":1}}. */
final class RecordedFrames implements FrameConsumer {

    final List<String> found = new ArrayList<>();
    /** The bytes of events that it was asked to admit. */
    final List<Integer> asked = new ArrayList<>();

    /** Events admitted before the decoder has to stop and ask again; negative for no limit. */
    int admitted = -1;

    @Override
    public void window(byte version, int events) {
        found.add((char) version + "W " + events);
    }

    @Override
    public boolean admits(int bytes) {
        if (admitted == 0) {
            return false;
        }
        if (bytes > 0) { // with 0 it is not asked for an event
            admitted--;
            asked.add(bytes);
        }
        return true;
    }

    @Override
    public void event(int sequence, byte[] event) {
        // Latin 1 keeps every byte apart, UTF-8 would not
        found.add(Integer.toUnsignedString(sequence) + " " + new String(event, StandardCharsets.ISO_8859_1));
    }

    List<String> events() {
        return found.stream().filter(line -> line.charAt(1) != 'W').toList();
    }

    /** Decodes a stream that arrives in pieces of the given lengths, the last of which is what remains. */
    static List<String> decode(DecoderLimits limits, byte[] stream, int... pieces) throws ProtocolViolation {
        RecordedFrames frames = new RecordedFrames();
        try (LumberjackDecoder decoder = new LumberjackDecoder(limits, new Inflation.Pool(), frames)) {
            int at = 0;
            for (int piece : pieces) {
                decodeAll(decoder, Unpooled.copiedBuffer(stream, at, piece));
                at += piece;
            }
            decodeAll(decoder, Unpooled.directBuffer().writeBytes(stream, at, stream.length - at));
        }
        return frames.found;
    }

    private static void decodeAll(LumberjackDecoder decoder, ByteBuf piece) throws ProtocolViolation {
        try {
            if (!decoder.decode(piece) || piece.isReadable()) {
                throw new AssertionError("the decoder left " + piece.readableBytes() + " bytes");
            }
        } finally {
            piece.release();
        }
    }
}
