package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Feeds the decoder whatever a fuzzer comes up with. Bytes are either Lumberjack or refused with a reason, and what is
 * found in them, up to and including the refusal, does not depend on the pieces they come in.
 *
 * <p>In the build it runs the corpus in {@code src/test/resources}. To search for more, guided by coverage, for some
 * minutes (findings are kept as new files of the corpus):
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl ingest -am test -Dtest=LumberjackDecoderFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.hooks=true</pre>
 */
class LumberjackDecoderFuzzTest {

    private static final DecoderLimits LIMITS = new DecoderLimits(1 << 16, 1 << 20, 1000);

    /** @param bytes the length of the pieces, then the stream */
    @FuzzTest(maxDuration = "5m")
    void any_bytes_are_frames_or_refused_however_they_are_cut(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int piece = 1 + (bytes[0] & 0xFF);
        byte[] stream = Arrays.copyOfRange(bytes, 1, bytes.length);

        assertThat(decode(stream, piece)).isEqualTo(decode(stream, Math.max(1, stream.length)));
    }

    private static List<String> decode(byte[] stream, int piece) {
        RecordedFrames frames = new RecordedFrames();
        List<String> found = new ArrayList<>();
        try (LumberjackDecoder decoder = new LumberjackDecoder(LIMITS, new Inflation.Pool(), frames)) {
            for (int at = 0; at < stream.length; at += piece) {
                ByteBuf next = Unpooled.wrappedBuffer(stream, at, Math.min(piece, stream.length - at));
                assertThat(decoder.decode(next)).isTrue();
                assertThat(next.isReadable()).isFalse();
            }
            found.add(decoder.atFrameBoundary() ? "whole" : "cut short");
        } catch (ProtocolViolation e) {
            found.add(e.reason().tag());
        }
        found.addAll(0, frames.found);
        return found;
    }
}
