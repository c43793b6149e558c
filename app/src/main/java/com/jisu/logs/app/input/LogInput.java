package com.jisu.logs.app.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Log files as they are found: plain, or in gzip, which their first two bytes tell (RFC 1952, 2.3.1). */
public final class LogInput {

    private static final int NOTHING = -1;

    private LogInput() {}

    /**
     * The text of a file or of standard input. Waits for its first byte.
     *
     * @return reads until the end; its errors say what is wrong in a few words, once all that is whole has been read
     */
    public static InputStream of(InputStream in) throws IOException {
        PushbackInputStream begun = new PushbackInputStream(in, 2);
        int first = begun.read();
        if (first == NOTHING) {
            return begun;
        }
        if (first
                != Gunzip
                        .FIRST_BYTE) { // no text begins like that; so a line that is typed does not wait for its second
            begun.unread(first);
            return begun;
        }
        int second = begun.read();
        if (second != NOTHING) {
            begun.unread(second);
        }
        begun.unread(first);
        return second == Gunzip.SECOND_BYTE ? new Gunzip(begun) : begun;
    }
}
