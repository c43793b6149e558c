package com.jisu.logs.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Inflater;

/**
 * What inflating one compressed frame takes: zlib's native state (about 40 KB) and a piece of inflated bytes. Only
 * connections in the middle of a compressed frame hold one, so a thousand idle connections cost none.
 */
final class Inflation {

    /** Large enough that calls into zlib are few, small enough to stay in the processor's cache. */
    private static final int PIECE_BYTES = 64 * 1024;

    final Inflater inflater = new Inflater();
    final byte[] piece = new byte[PIECE_BYTES];
    /** The bytes of {@link #piece} that are inflated and not yet read. */
    final ByteBuf inflated = Unpooled.wrappedBuffer(piece).setIndex(0, 0);

    private Inflation() {}

    /** Keeps a few for reuse. Thread-safe: connections of several event loops share it. */
    static final class Pool {

        private final ArrayBlockingQueue<Inflation> idle = new ArrayBlockingQueue<>(16);

        Inflation take() {
            Inflation inflation = idle.poll();
            return inflation == null ? new Inflation() : inflation;
        }

        void giveBack(Inflation inflation) {
            inflation.inflater.reset(); // also drops its reference to the connection's buffer
            inflation.inflated.setIndex(0, 0);
            if (!idle.offer(inflation)) {
                inflation.inflater.end();
            }
        }

        /** Frees what is idle. */
        void drain() {
            for (Inflation inflation = idle.poll(); inflation != null; inflation = idle.poll()) {
                inflation.inflater.end();
            }
        }
    }
}
