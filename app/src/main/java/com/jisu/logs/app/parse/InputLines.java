package com.jisu.logs.app.parse;

import com.jisu.logs.records.LineFeeds;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, of 64 MiB at most. The last one may lack its end. Not thread-safe. */
final class InputLines {

    private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

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
            int lineFeed = LineFeeds.next(buffer, searched, end);
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

    /** Reads more behind what is there, which goes to the buffer's beginning; false at the end of the stream. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, next, buffer, 0, end - next);
        end -= next;
        next = 0;
        if (end == buffer.length) {
            if (end >= MAX_LINE_BYTES) {
                throw new IOException("a line is longer than " + (MAX_LINE_BYTES >> 20) + " MiB");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read > 0;
    }
}
