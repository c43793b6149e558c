package com.jisu.logs.ingest.lumberjack;

import com.jisu.logs.ingest.memory.InflationRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What inflating one compressed frame takes: zlib's native state (about 40 KB), which only connections in the middle of a
 * compressed frame hold, and a piece of inflated bytes, which they hold only while it is read.
 */
public final class Inflation {

    public final Inflater inflater = new Inflater();
    private ByteBuf piece; // null while there is none

    private Inflation() {}

    boolean hasPiece() {
        return piece != null;
    }

    public void takePiece(Pool pool) {
        piece = pool.takePiece();
    }

    void givePieceBack(Pool pool) {
        pool.giveBack(piece);
        piece = null;
    }

    /** The bytes of the piece that are inflated and not yet read. */
    ByteBuf inflated() {
        return piece;
    }

    /** Fills the piece, all of which was read, and returns how many bytes it holds. */
    public int inflatePiece() throws DataFormatException {
        int bytes = inflater.inflate(piece.array());
        piece.setIndex(0, bytes);
        return bytes;
    }

    /** Keeps a few for reuse. Thread-safe: connections of several event loops share it. */
    public static final class Pool {

        private static final int MOST_IDLE = 16;

        private final ArrayBlockingQueue<Inflation> idle = new ArrayBlockingQueue<>(MOST_IDLE);
        private final ArrayBlockingQueue<ByteBuf> idlePieces = new ArrayBlockingQueue<>(MOST_IDLE);

        public Inflation take() {
            Inflation inflation = idle.poll();
            return inflation == null ? new Inflation() : inflation;
        }

        public void giveBack(Inflation inflation) {
            if (inflation.hasPiece()) {
                inflation.givePieceBack(this);
            }
            inflation.inflater.reset(); // also drops its reference to the connection's buffer
            if (!idle.offer(inflation)) {
                inflation.inflater.end();
            }
        }

        private ByteBuf takePiece() {
            ByteBuf piece = idlePieces.poll();
            return piece == null
                    ? Unpooled.wrappedBuffer(new byte[InflationRoom.PIECE_BYTES])
                            .clear()
                    : piece;
        }

        private void giveBack(ByteBuf piece) {
            idlePieces.offer(piece.clear()); // or it is garbage
        }

        /** Frees what is idle. */
        public void drain() {
            for (Inflation inflation = idle.poll(); inflation != null; inflation = idle.poll()) {
                inflation.inflater.end();
            }
        }
    }
}
