package com.jisu.logs.app.parse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The lines of a stream as bytes. The last one may lack its end. Not thread-safe. */
final class InputLines {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final InputStream in;
    private byte[] buffer = new byte[256 * 1024];
    private int next;
    private int end;

    InputLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its line feed, or null at the end. */
    byte[] next() throws IOException {
        int searched = next;
        while (true) {
            int lineFeed = lineFeed(searched);
            if (lineFeed < end) {
                byte[] line = Arrays.copyOfRange(buffer, next, lineFeed);
                next = lineFeed + 1;
                return line;
            }
            searched = end - next;
            if (!fill()) {
                byte[] rest = next == end ? null : Arrays.copyOfRange(buffer, next, end);
                next = end;
                return rest;
            }
        }
    }

    /** Whether the next line, or a part of it, is here already, so that asking for it does not wait. */
    boolean isReady() throws IOException {
        return next < end || in.available() > 0;
    }

    /** Where the next line feed is, or the end; searched for eight bytes at a time. */
    private int lineFeed(int from) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long zeroWhereFound = (long) LONGS.get(buffer, at) ^ LINE_FEEDS;
            long found = zeroWhereFound - ONES & ~zeroWhereFound & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Reads more behind what is there, which goes to the buffer's beginning; false at the end of the stream. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, next, buffer, 0, end - next);
        end -= next;
        next = 0;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read > 0;
    }
}
