package com.jisu.logs.app.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip (RFC 1952), of any number of members behind each other. Java's own GZIPInputStream takes a pipe that is empty for a
 * moment for the end, and what is wrong between two members for nothing. Not thread-safe.
 */
final class Gunzip extends InputStream {

    static final int FIRST_BYTE = 0x1f;
    static final int SECOND_BYTE = 0x8b;

    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final byte[] buffer = new byte[64 * 1024];
    private final byte[] one = new byte[1];
    private int next;
    private int end;
    private boolean inMember;
    private boolean ended;
    private IOException failure;

    /** @param in begins with a member's two first bytes */
    Gunzip(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure; // it does not get better
        }
        try {
            return length == 0 ? 0 : inflate(to, offset, length);
        } catch (DataFormatException e) {
            failure = new IOException("its gzip data is damaged", e);
        } catch (EOFException e) {
            failure = new IOException("its gzip data is cut off", e);
        } catch (IOException e) {
            failure = e;
        }
        throw failure;
    }

    private int inflate(byte[] to, int offset, int length) throws IOException, DataFormatException {
        while (true) {
            if (!inMember && !beginMember()) {
                return -1;
            }
            int inflated = inflater.inflate(to, offset, length);
            if (inflated > 0) {
                check.update(to, offset, inflated);
                return inflated;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new DataFormatException("a dictionary");
            } else {
                if (next == end && !fill()) {
                    throw new EOFException();
                }
                inflater.setInput(buffer, next, end - next);
                next = end;
            }
        }
    }

    /** Reads the header of the next member; false where there is none, but for zeros, which tape drives pad with. */
    private boolean beginMember() throws IOException {
        int first = 0;
        while (first == 0) {
            if (ended || next == end && !fill()) {
                ended = true;
                return false;
            }
            first = buffer[next++] & 0xff;
        }
        if (first != FIRST_BYTE || readByte() != SECOND_BYTE || readByte() != DEFLATE) {
            throw new IOException("behind its gzip data is something else");
        }
        int flags = readByte();
        skip(6); // time, how it was compressed, operating system
        if ((flags & HAS_EXTRA) != 0) {
            skip(readByte() | readByte() << 8);
        }
        skipText(flags & HAS_NAME);
        skipText(flags & HAS_COMMENT);
        if ((flags & HAS_HEADER_CHECK) != 0) {
            skip(2);
        }
        inflater.reset();
        check.reset();
        inMember = true;
        return true;
    }

    /** Compares what the member says of itself at its end. */
    private void endMember() throws IOException, DataFormatException {
        next = end - inflater.getRemaining();
        long expected = readInt();
        long size = readInt();
        if (expected != check.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new DataFormatException("the check sum");
        }
        inMember = false;
    }

    private long readInt() throws IOException {
        return readByte() | readByte() << 8 | readByte() << 16 | (long) readByte() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            readByte();
        }
    }

    private void skipText(int flag) throws IOException {
        while (flag != 0 && readByte() != 0) {
            // to the zero at its end
        }
    }

    private int readByte() throws IOException {
        if (next == end && !fill()) {
            throw new EOFException();
        }
        return buffer[next++] & 0xff;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    /** More than nothing where something can be had without waiting, as far as is known. */
    @Override
    public int available() throws IOException {
        return failure == null && !ended && (next < end || inMember && !inflater.needsInput()) ? 1 : in.available();
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
