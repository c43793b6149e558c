package com.jisu.logs.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A connection that sends windows made before, and takes the time until each is acknowledged. One thread at a time. */
final class WindowSender implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Socket socket;
    private final Windows windows;
    private final int pipelining;
    private int next;

    /** Lumberjack v2 windows as bytes. */
    static final class Windows {

        private final List<byte[]> encoded = new ArrayList<>();
        private final int events;
        private long eventBytes;

        private Windows(int events) {
            this.events = events;
        }

        /** @param level of compression; 0 for bare frames */
        static Windows prepare(int count, int events, int level) {
            Windows windows = new Windows(events);
            EventGenerator generator = new EventGenerator(1, Instant.now().minus(Duration.ofHours(1)));
            for (int i = 0; i < count; i++) {
                windows.encoded.add(windows.encode(generator, level));
            }
            return windows;
        }

        long bytesPerEvent() {
            return eventBytes / ((long) events * encoded.size());
        }

        private byte[] encode(EventGenerator generator, int level) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int sequence = 1; sequence <= events; sequence++) {
                byte[] event = generator.next();
                eventBytes += event.length;
                frames.writeBytes(header('J', sequence));
                frames.writeBytes(ByteBuffer.allocate(4).putInt(event.length).array());
                frames.writeBytes(event);
            }
            ByteArrayOutputStream window = new ByteArrayOutputStream();
            window.writeBytes(header('W', events));
            if (level == 0) {
                window.writeBytes(frames.toByteArray());
            } else {
                byte[] deflated = deflate(frames.toByteArray(), level);
                window.writeBytes(header('C', deflated.length));
                window.writeBytes(deflated);
            }
            return window.toByteArray();
        }

        private static byte[] header(char type, int number) {
            return ByteBuffer.allocate(6)
                    .put((byte) '2')
                    .put((byte) type)
                    .putInt(number)
                    .array();
        }

        private static byte[] deflate(byte[] bytes, int level) {
            Deflater deflater = new Deflater(level);
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail to be written
            } finally {
                deflater.end();
            }
            return deflated.toByteArray();
        }
    }

    WindowSender(int port, Windows windows, int pipelining) throws IOException {
        this.socket = new Socket("localhost", port);
        this.windows = windows;
        this.pipelining = pipelining;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_SECONDS * 1000);
    }

    /**
     * Sends windows as fast as they are acknowledged.
     *
     * @return nanoseconds from the sending of each to its acknowledgement
     */
    long[] send(int count) throws IOException, InterruptedException {
        return send(count, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The same at fixed times, from which the nanoseconds are counted, though a window may have to wait to be sent.
     *
     * @param delay until the first
     */
    long[] send(int count, Duration delay, Duration interval) throws IOException, InterruptedException {
        long[] due = new long[count];
        long[] taken = new long[count];
        Semaphore free = new Semaphore(pipelining);
        Thread reader = new Thread(() -> readAcknowledgements(due, taken, free), "acknowledgements");
        reader.start();
        long start = System.nanoTime() + delay.toNanos();
        for (int i = 0; i < count; i++) {
            long scheduled = start + i * interval.toNanos();
            Pace.sleepUntil(scheduled);
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no acknowledgement for " + PATIENCE_SECONDS + " s");
            }
            synchronized (due) {
                due[i] = interval.isZero() ? System.nanoTime() : scheduled;
            }
            socket.getOutputStream().write(windows.encoded.get(next++ % windows.encoded.size()));
        }
        reader.join();
        if (taken[count - 1] == 0) {
            throw new IOException("the connection ended before the last acknowledgement");
        }
        return taken;
    }

    private void readAcknowledgements(long[] due, long[] taken, Semaphore free) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (int i = 0; i < taken.length; ) {
                in.readShort(); // version and type
                if (in.readInt() == windows.events) {
                    synchronized (due) {
                        taken[i] = System.nanoTime() - due[i];
                    }
                    i++;
                    free.release();
                }
            }
        } catch (IOException e) {
            System.err.println("A connection failed: " + e.getMessage()); // the sender misses an acknowledgement
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
