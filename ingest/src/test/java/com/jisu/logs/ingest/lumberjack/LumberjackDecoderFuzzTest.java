package com.jisu.logs.ingest.lumberjack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.jisu.logs.ingest.metrics.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

        Decoded inPieces = decode(stream, piece);
        Decoded atOnce = decode(stream, Math.max(1, stream.length));

        if (inPieces.endsInInflating() || atOnce.endsInInflating()) {
            // zlib does not give what it inflated in the call that finds the fault, and pieces make other calls
            int common = Math.min(inPieces.found.size(), atOnce.found.size());
            assertThat(inPieces.found.subList(0, common)).isEqualTo(atOnce.found.subList(0, common));
        } else {
            assertThat(inPieces).isEqualTo(atOnce);
        }
    }

    /**
     * What was in a stream.
     *
     * @param refused why it was refused, or null
     * @param whole whether it could end where it ended
     */
    private record Decoded(List<String> found, CloseReason refused, boolean whole) {

        boolean endsInInflating() {
            return refused == CloseReason.BAD_COMPRESSION || refused == CloseReason.INFLATED_TOO_LARGE;
        }
    }

    private static Decoded decode(byte[] stream, int piece) {
        RecordedFrames frames = new RecordedFrames();
        try (LumberjackDecoder decoder = new LumberjackDecoder(LIMITS, new Inflation.Pool(), frames)) {
            for (int at = 0; at < stream.length; at += piece) {
                ByteBuf next = Unpooled.wrappedBuffer(stream, at, Math.min(piece, stream.length - at));
                assertThat(decoder.decode(next)).isTrue();
                assertThat(next.isReadable()).isFalse();
            }
            return new Decoded(frames.found, null, decoder.atFrameBoundary());
        } catch (ProtocolViolation e) {
            // HTTP is named only where enough of it comes in the first piece
            CloseReason reason = e.reason() == CloseReason.HTTP ? CloseReason.UNKNOWN_VERSION : e.reason();
            return new Decoded(frames.found, reason, false);
        }
    }
}
