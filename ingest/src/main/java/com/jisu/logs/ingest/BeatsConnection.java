package com.jisu.logs.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its windows in order, what they wait for, and when its bytes are read.
 *
 * <p>Everything here runs on the connection's event loop, but for {@link #progressed()}, which Kafka's threads call,
 * and {@link #drain()}. Reading stops where the decoder is told that an event is not admitted, not earlier: the window
 * that a client has announced is known by then, and gets its keep-alives.
 */
final class BeatsConnection extends ChannelInboundHandlerAdapter implements FrameConsumer {

    private static final Logger log = LoggerFactory.getLogger(BeatsConnection.class);

    /** Events handed to Kafka's threads at once. */
    private static final int CHUNK_EVENTS = 256;

    private static final int ACKNOWLEDGEMENT_BYTES = 6;
    private static final long LINGER_MILLIS = 2000;

    private final Shared shared;
    private final LumberjackDecoder decoder;
    private final KafkaWriter.Route route;
    private final AtomicBoolean progressScheduled = new AtomicBoolean();

    private ChannelHandlerContext ctx;
    private InetAddress peer;
    private ScheduledFuture<?> ticks;
    private CloseReason closeReason; // null while the connection is in use

    /** Bytes that were read and that the decoder was not yet allowed to take. */
    private final Deque<ByteBuf> unread = new ArrayDeque<>();

    private enum Wait {
        NOTHING,
        OWN_PROGRESS,
        BUDGET,
        RESERVATION
    }

    private Wait waitFor = Wait.NOTHING;
    private boolean draining;
    private boolean anyByte;
    private long inFlight; // bytes, this connection's part of the budget
    private int reserved; // bytes, for the event that is being received

    /** The windows that are not acknowledged, oldest first; after the end, those that Kafka has not settled. */
    private final Deque<Window> windows = new ArrayDeque<>();

    private Window open; // the one that events belong to
    private List<byte[]> chunk = new ArrayList<>(CHUNK_EVENTS);
    private int chunkStart; // index in the open window of the chunk's first event

    private long lastWriteNanos;
    private long lastProgressNanos;

    /**
     * What all connections of a server use.
     *
     * @param stopping set when the server stops: a connection that opens after that is drained at once
     */
    record Shared(
            IngestSettings settings,
            KafkaWriter kafka,
            InFlightBudget budget,
            Inflation.Pool inflations,
            IngestMetrics metrics,
            PeerLog peerLog,
            Set<BeatsConnection> connections,
            AtomicBoolean stopping) {}

    BeatsConnection(Shared shared) {
        this.shared = shared;
        this.decoder = new LumberjackDecoder(shared.settings.limits().decoder(), shared.inflations, this);
        this.route = shared.kafka.newRoute();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ctx = context;
        peer = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
        shared.metrics.connections.increment();
        long keepAlive = shared.settings.timeouts().keepAlive().toMillis();
        long period = Math.max(10, Math.min(1000, keepAlive / 5));
        ticks = context.executor().scheduleAtFixedRate(this::tick, period, period, TimeUnit.MILLISECONDS);
        shared.connections.add(this);
        if (shared.stopping.get()) {
            drain();
        }
    }

    // ---- from the client to Kafka

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closeReason != null) {
            bytes.release();
            return;
        }
        anyByte = true;
        shared.metrics.receivedBytes.increment(bytes.readableBytes());
        unread.add(bytes);
        if (waitFor == Wait.NOTHING && !draining) {
            decodeUnread();
        }
    }

    private void decodeUnread() {
        try {
            while (!unread.isEmpty()) {
                if (!decoder.decode(unread.peek())) {
                    pause();
                    break;
                }
                unread.poll().release();
            }
            sendChunk();
        } catch (ProtocolViolation e) {
            sendChunk();
            shared.peerLog.warn(peer, e.getMessage());
            close(e.reason());
        }
    }

    private void pause() {
        ctx.channel().config().setAutoRead(false);
        if (waitFor == Wait.BUDGET) {
            shared.budget.whenAvailable(this::resumeSoon);
        } else if (waitFor == Wait.RESERVATION) {
            shared.budget.whenReservable(this::resumeSoon);
        }
    }

    private void resumeSoon() {
        ctx.executor().execute(this::resume);
    }

    private void resume() {
        if (waitFor == Wait.NOTHING || draining || closeReason != null) {
            return;
        }
        waitFor = Wait.NOTHING;
        decodeUnread();
        if (waitFor == Wait.NOTHING && closeReason == null) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void window(byte version, int events) {
        sendChunk();
        if (open != null) {
            open.cutShort();
            if (open.isEmpty()) {
                windows.removeLast(); // nothing to acknowledge
            }
            acknowledge(); // Kafka may have had all of it already
        }
        open = new Window(version, events, System.nanoTime(), this::progressed);
        if (windows.isEmpty()) {
            lastWriteNanos = open.openedNanos();
        }
        windows.add(open);
        chunkStart = 0;
    }

    @Override
    public boolean admits(int bytes) {
        if (inFlight >= shared.settings.limits().maxConnectionInFlightBytes()) {
            waitFor = Wait.OWN_PROGRESS;
        } else if (shared.budget.isExhausted()) {
            waitFor = Wait.BUDGET;
        } else if (bytes > InFlightBudget.SMALL_EVENT_BYTES && reserved == 0) {
            if (shared.budget.reserve(bytes)) {
                reserved = bytes;
            } else {
                waitFor = Wait.RESERVATION;
            }
        }
        return waitFor == Wait.NOTHING;
    }

    @Override
    public void event(int sequence, byte[] event) throws ProtocolViolation {
        if (open == null) {
            throw new ProtocolViolation(CloseReason.EVENT_OUTSIDE_WINDOW, "sent an event without announcing a window");
        }
        long cost = KafkaWriter.cost(event);
        if (inFlight == 0) {
            lastProgressNanos = System.nanoTime();
        }
        inFlight += cost;
        shared.budget.take(cost);
        releaseReservation();
        open.add(sequence);
        chunk.add(event);
        if (open.isComplete()) {
            sendChunk();
            open = null;
        } else if (chunk.size() >= CHUNK_EVENTS) {
            sendChunk();
        }
    }

    private void sendChunk() {
        if (chunk.isEmpty()) {
            return;
        }
        shared.metrics.events.increment(chunk.size());
        shared.kafka.send(route, open, chunkStart, chunk);
        chunkStart += chunk.size();
        chunk = new ArrayList<>(CHUNK_EVENTS);
    }

    private void releaseReservation() {
        if (reserved > 0) {
            shared.budget.releaseReserved(reserved);
            reserved = 0;
        }
    }

    // ---- from Kafka to the client

    /** Kafka has settled events of a window. Any thread. */
    private void progressed() {
        if (progressScheduled.compareAndSet(false, true)) {
            ctx.executor().execute(this::settle);
        }
    }

    private void settle() {
        progressScheduled.set(false);
        if (closeReason != null) {
            windows.forEach(this::releaseSettled);
            windows.removeIf(Window::isSettled);
            return;
        }
        acknowledge();
        for (Window window : windows) {
            releaseSettled(window);
            if (window.failure() != null) {
                close(CloseReason.KAFKA); // the log has it from KafkaState
                return;
            }
        }
        if (draining) {
            finishIfDrained();
        } else if (waitFor != Wait.NOTHING
                && inFlight <= shared.settings.limits().maxConnectionInFlightBytes() / 2) {
            resume();
        }
    }

    private void releaseSettled(Window window) {
        long bytes = window.takeSettledBytes();
        if (bytes > 0) {
            inFlight -= bytes;
            lastProgressNanos = System.nanoTime();
            shared.budget.release(bytes);
        }
    }

    private void acknowledge() {
        boolean written = false;
        for (Window head = windows.peek(); head != null && head.isConfirmed(); head = windows.peek()) {
            windows.poll();
            releaseSettled(head);
            write(head.version(), head.lastSequence());
            written = true;
            shared.metrics.windows.increment();
            shared.metrics.acknowledgedEvents.increment(head.received());
            shared.metrics.windowTime.record(System.nanoTime() - head.openedNanos(), TimeUnit.NANOSECONDS);
        }
        Window head = windows.peek();
        if (head != null && takesPartial(head) && head.hasMoreToAcknowledge()) {
            write(head.version(), head.partialSequence());
            written = true;
        }
        if (written) {
            ctx.flush();
        }
    }

    /** logstash-forwarder, which speaks version 1, takes any acknowledgement for one of the whole window. */
    private static boolean takesPartial(Window window) {
        return window.version() == LumberjackDecoder.VERSION_2;
    }

    private void write(byte version, int sequence) {
        ByteBuf frame = ctx.alloc().ioBuffer(ACKNOWLEDGEMENT_BYTES, ACKNOWLEDGEMENT_BYTES);
        frame.writeByte(version).writeByte('A').writeInt(sequence);
        ctx.write(frame, ctx.voidPromise());
        lastWriteNanos = System.nanoTime();
    }

    // ---- time

    private void tick() {
        Window head = windows.peek();
        if (closeReason != null || head == null) {
            return;
        }
        long now = System.nanoTime();
        if (inFlight > 0
                && now - lastProgressNanos > shared.settings.timeouts().kafka().toNanos()) {
            close(CloseReason.KAFKA);
        } else if (takesPartial(head)
                && now - lastWriteNanos
                        >= shared.settings.timeouts().keepAlive().toNanos()) {
            write(head.version(), head.partialSequence());
            ctx.flush();
            shared.metrics.keepAlives.increment();
        }
    }

    // ---- the end

    /** Stops reading, lets Kafka finish what it was given, acknowledges that, and closes. Any thread. */
    void drain() {
        ctx.executor().execute(() -> {
            draining = true;
            ctx.channel().config().setAutoRead(false);
            finishIfDrained();
        });
    }

    private void finishIfDrained() {
        if (closeReason == null && windows.stream().allMatch(Window::isSettled)) {
            acknowledge();
            closeReason = CloseReason.SHUTDOWN;
            closeAfterClient();
        }
    }

    /**
     * Ends our direction first and reads on until the client ends its own: closing a socket with bytes unread makes TCP
     * reset it, and the client might never see the acknowledgements that are under way.
     */
    private void closeAfterClient() {
        Channel channel = ctx.channel();
        ((DuplexChannel) channel).shutdownOutput();
        channel.config().setAutoRead(true);
        ctx.executor().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
            windows.forEach(Window::abandon);
            ctx.close();
        }
    }

    /** Closes at once. Any thread. */
    void abort() {
        ctx.executor().execute(() -> {
            close(CloseReason.SHUTDOWN);
            ctx.close(); // also one that waits for its client to end
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (closeReason == null) {
            closeReason = reasonOfClient();
            if (closeReason == CloseReason.TRUNCATED_FRAME) {
                shared.peerLog.warn(peer, "closed its connection inside a frame");
            }
        }
        shared.metrics.closed(closeReason).increment();
        shared.connections.remove(this);
        ticks.cancel(false);
        unread.forEach(ByteBuf::release);
        unread.clear();
        decoder.close();
        releaseReservation();
        windows.forEach(Window::abandon);
        settle();
    }

    private CloseReason reasonOfClient() {
        if (!anyByte) {
            return CloseReason.PROBE;
        }
        if (!decoder.atFrameBoundary() || !unread.isEmpty()) {
            return CloseReason.TRUNCATED_FRAME;
        }
        return windows.isEmpty() ? CloseReason.DONE : CloseReason.LEFT_EARLY;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            context.close(); // a reset; which kind of end it is, channelInactive tells
        } else {
            log.error("Connection of {} failed", peer, cause);
            close(CloseReason.INTERNAL_ERROR);
        }
    }
}
