package com.jisu.logs.ingest;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.memory.InflationRoom;

/**
 * How much memory ingest takes at the most, in bytes: the sum of docs/beats-input.md. Immutable.
 *
 * @param perConnection outside of the heap, the kernel's for its socket included
 */
public record IngestMemory(long perConnection) {

    private static final long MIB = 1024 * 1024;

    /**
     * Outside of the heap, whatever is connected: the JVM with its code, classes, threads and the program's archive of
     * classes, what Kafka's client sends from, and what malloc keeps in its arenas.
     */
    private static final long PROCESS = 160 * MIB;

    /** A socket's descriptor and what the kernel keeps beside its bytes. */
    private static final long SOCKET = 8 * 1024;

    /** The TLS library's state, and the part of a record that has come. */
    private static final long TLS = 40 * 1024;

    /** What the larger receive buffers of the first connections take more. */
    private static final long WIDE = 2L
            * BeatsServer.WIDE_CONNECTIONS
            * (BeatsServer.RECEIVE_BUFFER_BYTES - BeatsServer.NARROW_RECEIVE_BUFFER_BYTES);

    /** What ingest takes with these settings. */
    public static IngestMemory of(IngestSettings settings) {
        long received = 2L * BeatsServer.NARROW_RECEIVE_BUFFER_BYTES + BeatsServer.READ_BYTES;
        return new IngestMemory(SOCKET + received + (settings.tls().isPresent() ? TLS : 0));
    }

    /** Outside of the heap without any connection, and what the first connections take more than others. */
    public long fixed() {
        return PROCESS + (long) InflationRoom.FRAMES * InflationRoom.NATIVE_BYTES + WIDE;
    }

    /**
     * For how many connections there is memory.
     *
     * @param limit what the process may take in all
     * @param heap what the heap may take of that
     * @return negative or 0 where there is not even enough for the rest
     */
    public int connectionsIn(long limit, long heap) {
        return (int) Math.min(Integer.MAX_VALUE, (limit - heap - fixed()) / perConnection);
    }
}
