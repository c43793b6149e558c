package com.jisu.logs.ingest.client;

import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends events over Lumberjack v2 as Filebeat does: a window's size, then its events numbered from 1, compressed into
 * one frame unless the level is 0. Several windows may be under way; each is acknowledged in order.
 *
 * <p>What it holds is bounded: one window of events, deflated, of at most {@value #MAX_WINDOW_BYTES} bytes before it is
 * compressed. It does not send again: on an error the caller knows how many events were acknowledged, in the order sent.
 *
 * <p>One thread may call it; acknowledgements are read by a thread of its own, which calls back.
 */
public final class LumberjackClient implements AutoCloseable {

    /** A window is sent before it holds more than this, even if it has fewer events than asked for. */
    private static final int MAX_WINDOW_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Settings settings;
    private final IntConsumer onAcknowledged;
    private final Socket socket;
    private final OutputStream out;
    private final Thread reader;

    private final Deflater deflater;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private final ByteBuffer eventHeader = ByteBuffer.allocate(10);
    private OutputStream events; // into frames, through the deflater if there is one
    private int windowEvents;
    private long windowBytes;

    // Guarded by this.
    private final Deque<Integer> unacknowledgedWindows = new ArrayDeque<>();
    private int acknowledgedOfFirst;
    private long acknowledged;
    private IOException failure;
    private boolean closing;

    /**
     * How to send.
     *
     * @param tls null for plain TCP
     * @param compressionLevel 0 (none) to 9; Filebeat's default is 3
     * @param windowEvents most events in a window; Filebeat's default is 2048
     * @param pipelining windows under way at once; Filebeat's default is 2
     * @param timeout for connecting, and of silence while a window waits for its acknowledgement; Filebeat's default is
     *     30 s
     */
    public record Settings(
            String host,
            int port,
            SSLContext tls,
            int compressionLevel,
            int windowEvents,
            int pipelining,
            Duration timeout) {

        public Settings {
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(timeout, "timeout");
            if (compressionLevel < 0 || compressionLevel > 9) {
                throw new IllegalArgumentException(
                        "the compression level must be from 0 to 9, not " + compressionLevel);
            }
            if (windowEvents < 1 || pipelining < 1) {
                throw new IllegalArgumentException("windows need at least 1 event, and 1 of them under way");
            }
        }

        /** Filebeat's defaults, without TLS. */
        public static Settings of(String host, int port) {
            return new Settings(host, port, null, 3, 2048, 2, Duration.ofSeconds(30));
        }

        /** The same over TLS. */
        public Settings withTls(SSLContext context) {
            return new Settings(host, port, context, compressionLevel, windowEvents, pipelining, timeout);
        }

        /** The same with another compression level. */
        public Settings withCompressionLevel(int level) {
            return new Settings(host, port, tls, level, windowEvents, pipelining, timeout);
        }

        /** The same with windows of another size, and another number of them under way. */
        public Settings withWindows(int events, int underWay) {
            return new Settings(host, port, tls, compressionLevel, events, underWay, timeout);
        }
    }

    /**
     * Connects.
     *
     * @param onAcknowledged called with how many more events are acknowledged; from another thread, which it must not
     *     block
     * @throws IOException if the server cannot be reached, or TLS fails
     */
    public static LumberjackClient connect(Settings settings, IntConsumer onAcknowledged) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), (int)
                    settings.timeout().toMillis());
            socket.setSoTimeout((int) settings.timeout().toMillis());
            return new LumberjackClient(
                    settings, onAcknowledged, settings.tls() == null ? socket : secure(socket, settings));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secure(Socket plain, Settings settings) throws IOException {
        SSLSocket secured = (SSLSocket)
                settings.tls().getSocketFactory().createSocket(plain, settings.host(), settings.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be for this host
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private LumberjackClient(Settings settings, IntConsumer onAcknowledged, Socket socket) throws IOException {
        this.settings = settings;
        this.onAcknowledged = onAcknowledged;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.deflater = settings.compressionLevel() == 0 ? null : new Deflater(settings.compressionLevel());
        startWindow();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        this.reader = new Thread(() -> readAcknowledgements(new DataInputStream(in)), "lumberjack-client");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Adds an event to the window, and sends the window if it is full. Blocks while as many windows as may be under way
     * are.
     *
     * @param event its JSON; kept by nobody after the call
     * @throws IOException if the connection failed, now or earlier
     */
    public void send(byte[] event) throws IOException {
        if (windowEvents > 0 && windowBytes + event.length > MAX_WINDOW_BYTES) {
            flush();
        }
        windowEvents++;
        windowBytes += event.length;
        eventHeader
                .clear()
                .put(LumberjackDecoder.VERSION_2)
                .put((byte) 'J')
                .putInt(windowEvents)
                .putInt(event.length);
        events.write(eventHeader.array());
        events.write(event);
        if (windowEvents == settings.windowEvents()) {
            flush();
        }
    }

    /** Sends the window as it is, if it has any event. */
    public void flush() throws IOException {
        if (windowEvents == 0) {
            return;
        }
        events.close();
        awaitFreeWindow();
        try {
            ByteBuffer headers = ByteBuffer.allocate(12);
            headers.put(LumberjackDecoder.VERSION_2).put((byte) 'W').putInt(windowEvents);
            if (deflater != null) {
                headers.put(LumberjackDecoder.VERSION_2).put((byte) 'C').putInt(frames.size());
            }
            out.write(headers.array(), 0, headers.position());
            frames.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new IOException("the connection failed: " + failed(e).getMessage(), e);
        }
        startWindow();
    }

    /**
     * Sends what is left and waits until all of it is acknowledged.
     *
     * @throws IOException if the connection fails before that, or the server is silent for too long; its cause is a {@link
     *     ProtocolException} where the server does not speak Lumberjack
     */
    public void awaitAcknowledged() throws IOException {
        flush();
        synchronized (this) {
            while (failure == null && !unacknowledgedWindows.isEmpty()) {
                awaitChange();
            }
            throwFailure();
        }
    }

    /**
     * Waits until the connection has ended, whoever ends it: what is acknowledged after a failure to send is known then.
     */
    public void awaitEnd() throws IOException {
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Events acknowledged so far: always the first ones that were sent. */
    public synchronized long acknowledged() {
        return acknowledged;
    }

    /** Closes the connection. What is not acknowledged by now will not be: nobody is called back any more. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        if (deflater != null) {
            deflater.end();
        }
        socket.close();
    }

    private void startWindow() {
        frames.reset();
        windowEvents = 0;
        windowBytes = 0;
        if (deflater == null) {
            events = frames;
        } else {
            deflater.reset();
            events = new BufferedOutputStream(new DeflaterOutputStream(frames, deflater, BUFFER_BYTES), BUFFER_BYTES);
        }
    }

    private synchronized void awaitFreeWindow() throws IOException {
        while (failure == null && unacknowledgedWindows.size() >= settings.pipelining()) {
            awaitChange();
        }
        throwFailure();
        unacknowledgedWindows.add(windowEvents);
        notifyAll();
    }

    private void readAcknowledgements(DataInputStream in) {
        try {
            while (awaitWindow()) {
                int version = in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int sequence = in.readInt();
                if (version != LumberjackDecoder.VERSION_2 || type != 'A') {
                    throw new ProtocolException(
                            "the server answered something that is no acknowledgement of version 2");
                }
                acknowledge(sequence);
            }
        } catch (SocketTimeoutException e) {
            failed(new SocketTimeoutException(
                    "the server was silent for " + settings.timeout().toSeconds() + " s"));
        } catch (EOFException e) {
            failed(new EOFException("the server closed the connection"));
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * Reading starts when there is something to wait for: silence before that is no fault. It goes on after a failure to
     * send: earlier windows may still be acknowledged.
     */
    private synchronized boolean awaitWindow() throws IOException {
        while (!closing && failure == null && unacknowledgedWindows.isEmpty()) {
            awaitChange();
        }
        return !closing && !unacknowledgedWindows.isEmpty();
    }

    private synchronized void acknowledge(int sequence) throws IOException {
        if (closing) {
            return; // it came too late: the caller counts the acknowledgements of another connection by now
        }
        int window = unacknowledgedWindows.peek();
        if (sequence < 0 || sequence > window) {
            throw new ProtocolException("the server acknowledged event " + Integer.toUnsignedString(sequence)
                    + " of a window of " + window);
        }
        int more = Math.max(0, sequence - acknowledgedOfFirst); // keep-alives repeat an earlier number, or say 0
        acknowledged += more;
        acknowledgedOfFirst += more;
        if (sequence == window) {
            unacknowledgedWindows.poll();
            acknowledgedOfFirst = 0;
        }
        if (more > 0) {
            onAcknowledged.accept(more); // before anybody who waits goes on: the count is complete then
        }
        notifyAll();
    }

    private synchronized IOException failed(IOException e) {
        if (failure == null) {
            failure = e;
        }
        notifyAll();
        return failure;
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException(
                    failure.getMessage() + " with events unacknowledged after the first " + acknowledged, failure);
        }
    }

    private void awaitChange() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while waiting for acknowledgements", e);
    }
}
