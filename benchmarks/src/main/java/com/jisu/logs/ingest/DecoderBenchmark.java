package com.jisu.logs.ingest;

import com.jisu.logs.benchmarks.EventGenerator;
import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.lumberjack.DecoderLimits;
import com.jisu.logs.ingest.lumberjack.FrameConsumer;
import com.jisu.logs.ingest.lumberjack.Inflation;
import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames cut from Filebeat's windows of 2048 events of about 700 bytes, which arrive in pieces of 64 KiB: our decoder
 * beside that of Apache Camel's lumberjack component, and beside nothing but zlib. The figures are per event.
 *
 * <p>It is in the decoder's package, which nobody else needs to see into.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecoderBenchmark {

    private static final int WINDOW_EVENTS = 2048;
    private static final int WINDOWS = 8;
    private static final int EVENTS = WINDOWS * WINDOW_EVENTS;
    private static final int PIECE_BYTES = 64 * 1024;

    /** Filebeat's {@code compression_level}; 0 for bare frames. */
    @Param({"3", "0"})
    public int level;

    private final List<ByteBuf> pieces = new ArrayList<>();
    private final List<byte[]> deflated = new ArrayList<>();
    private final Inflation.Pool inflations = new Inflation.Pool();

    @Setup
    public void prepare() throws Exception {
        EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < WINDOWS; i++) {
            stream.write(header('W', WINDOW_EVENTS));
            byte[] frames = frames(generator);
            if (level == 0) {
                stream.write(frames);
            } else {
                byte[] content = deflate(frames);
                deflated.add(content);
                stream.write(header('C', content.length));
                stream.write(content);
            }
        }
        byte[] bytes = stream.toByteArray();
        for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
            int length = Math.min(PIECE_BYTES, bytes.length - at);
            pieces.add(Unpooled.directBuffer(length).writeBytes(bytes, at, length)); // as netty reads from a socket
        }
    }

    private static byte[] frames(EventGenerator generator) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int sequence = 1; sequence <= WINDOW_EVENTS; sequence++) {
            byte[] event = generator.next();
            frames.writeBytes(header('J', sequence));
            frames.writeBytes(ByteBuffer.allocate(4).putInt(event.length).array());
            frames.writeBytes(event);
        }
        return frames.toByteArray();
    }

    private static byte[] header(char type, int number) {
        return ByteBuffer.allocate(6)
                .put((byte) '2')
                .put((byte) type)
                .putInt(number)
                .array();
    }

    private byte[] deflate(byte[] bytes) throws Exception {
        Deflater deflater = new Deflater(level);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(content, deflater)) {
            out.write(bytes);
        }
        deflater.end();
        return content.toByteArray();
    }

    /** Counts events, and touches each, so that none can be optimized away. */
    private static final class Counter implements FrameConsumer {

        private int events;
        private long bytes;

        @Override
        public void window(byte version, int size) {}

        @Override
        public boolean admits(int length) {
            return true;
        }

        @Override
        public void event(int sequence, byte[] event) {
            events++;
            bytes += event[event.length - 1];
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long jisu_logs() throws ProtocolViolation {
        Counter counter = new Counter();
        try (LumberjackDecoder decoder =
                new LumberjackDecoder(DecoderLimits.of(IngestSettings.Limits.DEFAULT), inflations, counter)) {
            for (ByteBuf piece : pieces) {
                decoder.decode(piece.duplicate());
            }
        }
        return all(counter.events) + counter.bytes;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long apache_camel() throws Exception {
        Constructor<?> decoder = Class.forName("org.apache.camel.component.lumberjack.io.LumberjackFrameDecoder")
                .getDeclaredConstructor();
        decoder.setAccessible(true);
        EmbeddedChannel channel = new EmbeddedChannel((ChannelHandler) decoder.newInstance());
        int windows = 0;
        for (ByteBuf piece : pieces) {
            channel.writeInbound(piece.retainedDuplicate());
            while (channel.readInbound() != null) {
                windows++;
            }
        }
        channel.finishAndReleaseAll();
        return all(windows * WINDOW_EVENTS);
    }

    /** The floor: what any decoder of compressed frames has to do. With level 0 there is nothing to do. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long only_zlib() throws Exception {
        long bytes = 0;
        Inflation inflation = inflations.take();
        inflation.takePiece(inflations);
        for (byte[] content : deflated) {
            inflation.inflater.reset();
            inflation.inflater.setInput(content);
            while (!inflation.inflater.finished()) {
                bytes += inflation.inflatePiece();
            }
        }
        inflations.giveBack(inflation);
        return bytes;
    }

    private static long all(int events) {
        if (events != EVENTS) {
            throw new IllegalStateException("decoded " + events + " events of " + EVENTS);
        }
        return events;
    }
}
