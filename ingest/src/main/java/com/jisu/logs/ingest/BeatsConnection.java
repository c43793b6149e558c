package com.jisu.logs.ingest;

import com.jisu.logs.ingest.IngestSettings.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
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

    private static final long LINGER_MILLIS = 2000;
    /** Received bytes of an event that count as progress, though the event is not complete. */
    private static final int PROGRESS_BYTES = 64 * 1024;

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

    /** What has to happen before the decoder may take the next event. */
    private enum Wait {
        NOTHING,
        /** Kafka confirms events of this connection. */
        OWN_PROGRESS,
        /** Kafka confirms events of any connection, and it is this one's turn. */
        TURN,
        /** Others have finished receiving large events. */
        RESERVATION,
        /** The client takes the acknowledgements that it was sent. */
        READER,
        /** The end: no more events are taken. */
        END
    }

    private Wait waitFor = Wait.NOTHING;
    private final Runnable onTurn = () -> ctx.executor().execute(this::takeTurn);
    private final Runnable onReservable = () -> ctx.executor().execute(() -> resumeAfter(Wait.RESERVATION));
    private long turnLeft; // bytes, while it is this connection's turn
    private boolean draining; // taking nothing more, now
    private boolean retiring; // taking no further window
    private boolean anyByte;
    private boolean pastFirstFrame;
    private long inFlight; // bytes, this connection's part of the budget
    private int reserved; // bytes, for the event that is being received

    private WindowQueue windows; // from the start, which is channelActive
    private Window open; // the one that events belong to
    private List<byte[]> chunk = new ArrayList<>(CHUNK_EVENTS);
    private int chunkStart; // index in the open window of the chunk's first event

    private long openedNanos;
    private long maxAgeNanos; // 0 for none
    private long lastDrainedNanos; // when the client had last taken all that was written
    private long lastProgressNanos; // of Kafka
    private long lastReceivedNanos; // when the client last finished something
    private int receivedSinceProgress; // bytes

    /** What all connections of a server use. */
    record Shared(
            IngestSettings settings,
            KafkaWriter kafka,
            InFlightBudget budget,
            Inflation.Pool inflations,
            IngestMetrics metrics,
            PeerLog peerLog,
            OpenConnections connections,
            TlsRules tlsRules) {}

    BeatsConnection(Shared shared) {
        this.shared = shared;
        this.decoder = new LumberjackDecoder(shared.settings.limits().decoder(), shared.inflations, this);
        this.route = shared.kafka.newRoute();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ctx = context;
        if (!(context.channel().remoteAddress() instanceof InetSocketAddress address)) {
            context.close();
            return;
        }
        peer = address.getAddress();
        windows = new WindowQueue(context, shared.metrics);
        shared.metrics.connections.increment();
        Timeouts timeouts = shared.settings.timeouts();
        openedNanos = System.nanoTime();
        lastReceivedNanos = openedNanos;
        lastDrainedNanos = openedNanos;
        maxAgeNanos = (long) (timeouts.maxConnectionAge().toNanos()
                * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
        long period = timeouts.tick().toMillis();
        ticks = context.executor().scheduleAtFixedRate(this::tick, period, period, TimeUnit.MILLISECONDS);
        try {
            shared.connections.add(this, peer);
        } catch (ProtocolViolation e) {
            drop(e.reason(), e.getMessage());
        }
        if (shared.connections.isDraining()) {
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
        receivedSinceProgress += bytes.readableBytes();
        if (receivedSinceProgress >= PROGRESS_BYTES) {
            receivedProgress();
        }
        unread.add(bytes);
        if (waitFor == Wait.NOTHING) {
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
        } catch (ProtocolViolation e) {
            drop(e.reason(), e.getMessage());
        } finally {
            sendChunk(); // whatever happened, these events count in the budget until they are settled
        }
    }

    private void pause() {
        ctx.channel().config().setAutoRead(false);
        if (waitFor == Wait.TURN) {
            shared.budget.awaitTurn(onTurn);
        } else if (waitFor == Wait.RESERVATION) {
            shared.budget.whenReservable(onReservable);
        }
    }

    private void takeTurn() {
        turnLeft = InFlightBudget.TURN_BYTES;
        resumeAfter(Wait.TURN);
        turnLeft = 0;
        shared.budget.endTurn();
    }

    private void resumeAfter(Wait what) {
        if (waitFor != what || closeReason != null) {
            return;
        }
        waitFor = Wait.NOTHING;
        receivedProgress(); // that nothing came meanwhile was not the client's fault
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
                windows.removeNewest(); // nothing to acknowledge
            }
            acknowledge(); // Kafka may have had all of it already
        }
        open = new Window(version, events, System.nanoTime(), this::progressed);
        windows.add(open);
        chunkStart = 0;
        pastFirstFrame = true;
        receivedProgress();
    }

    private void receivedProgress() {
        receivedSinceProgress = 0;
        lastReceivedNanos = System.nanoTime();
    }

    @Override
    public boolean admits(int bytes) {
        if (inFlight >= shared.settings.limits().maxConnectionInFlightBytes()) {
            waitFor = Wait.OWN_PROGRESS;
        } else if (turnLeft <= 0 && !shared.budget.isFree()) {
            waitFor = Wait.TURN;
        } else if (!ctx.channel().isWritable()) {
            waitFor = Wait.READER;
        } else if (retiring && open != null && open.isEmpty()) {
            waitFor = Wait.END; // the window is not begun; the client sends it again elsewhere
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
        turnLeft -= cost;
        shared.budget.take(cost);
        releaseReservation();
        receivedProgress();
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
            release(windows.takeSettledBytes());
            windows.removeSettled();
            return;
        }
        acknowledge();
        release(windows.takeSettledBytes());
        if (windows.hasFailure()) {
            close(CloseReason.KAFKA); // KafkaState says what it was
            return;
        }
        if (draining || retiring) {
            finishIfDone();
        }
        if (inFlight <= shared.settings.limits().maxConnectionInFlightBytes() / 2) {
            resumeAfter(Wait.OWN_PROGRESS);
        }
    }

    private void acknowledge() {
        release(windows.acknowledge());
    }

    private void release(long settledBytes) {
        if (settledBytes > 0) {
            inFlight -= settledBytes;
            lastProgressNanos = System.nanoTime();
            shared.budget.release(settledBytes);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.executor().execute(() -> resumeAfter(Wait.READER)); // not from within a write
        }
        context.fireChannelWritabilityChanged();
    }

    // ---- time

    private void tick() {
        if (closeReason != null) {
            return;
        }
        Timeouts timeouts = shared.settings.timeouts();
        long now = System.nanoTime();
        if (inFlight > 0 && now - lastProgressNanos > timeouts.kafka().toNanos()) {
            close(CloseReason.KAFKA); // KafkaState has said that Kafka is away
            return;
        }
        windows.keepAlive(now, timeouts.keepAlive().toNanos());
        dropIfSlow(now, timeouts);
        if (maxAgeNanos > 0 && now - openedNanos > maxAgeNanos && closeReason == null) {
            retiring = true;
            finishIfDone();
        }
    }

    private void dropIfSlow(long now, Timeouts timeouts) {
        if (ctx.channel().unsafe().outboundBuffer().totalPendingWriteBytes() == 0) {
            lastDrainedNanos = now;
        } else if (now - lastDrainedNanos > timeouts.client().toNanos()) {
            drop(CloseReason.SLOW_READER, "did not take its acknowledgements within ingest.client-timeout");
            return;
        }
        if (waitFor != Wait.NOTHING) {
            return; // it is we who do not read
        }
        long silent = now - lastReceivedNanos;
        if (!pastFirstFrame) {
            if (silent > timeouts.handshake().toNanos()) {
                drop(CloseReason.HANDSHAKE_TIMEOUT, "sent no frame within ingest.handshake-timeout");
            }
        } else if (open != null || !decoder.atFrameBoundary()) {
            if (silent > timeouts.client().toNanos()) {
                drop(CloseReason.SLOW_SENDER, "did not finish an event within ingest.client-timeout");
            }
        } else if (windows.isEmpty() && silent > timeouts.idle().toNanos()) {
            close(CloseReason.IDLE);
        }
    }

    private void drop(CloseReason reason, String what) {
        shared.peerLog.warn(peer, what);
        close(reason);
    }

    // ---- the end

    /** Stops reading, lets Kafka finish what it was given, acknowledges that, and closes. Any thread. */
    void drain() {
        ctx.executor().execute(() -> {
            draining = true;
            waitFor = Wait.END;
            ctx.channel().config().setAutoRead(false);
            finishIfDone();
        });
    }

    private void finishIfDone() {
        if (closeReason != null) {
            return;
        }
        if (draining && windows.isSettled()) {
            acknowledge();
            closeReason = CloseReason.SHUTDOWN;
            closeAfterClient();
        } else if (retiring && windows.holdsNoEvent()) {
            closeReason = CloseReason.MAX_AGE;
            closeAfterClient();
        }
    }

    /**
     * Ends our direction first and reads on until the client ends its own: closing a socket with bytes unread makes TCP
     * reset it, and the client might never see the acknowledgements that are under way.
     */
    private void closeAfterClient() {
        DuplexChannel channel = (DuplexChannel) ctx.channel();
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> channel.shutdownOutput());
        }
        channel.config().setAutoRead(true);
        ctx.executor().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
            windows.abandon();
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
        if (peer == null) {
            return; // it was gone before it was here
        }
        if (closeReason == null) {
            closeReason = reasonOfClient();
            if (closeReason == CloseReason.TRUNCATED_FRAME) {
                shared.peerLog.warn(peer, "closed its connection inside a frame");
            }
        }
        shared.metrics.closed(closeReason).increment();
        shared.connections.remove(this, peer);
        ticks.cancel(false);
        unread.forEach(ByteBuf::release);
        unread.clear();
        decoder.close();
        releaseReservation();
        shared.budget.cancel(onTurn);
        shared.budget.cancel(onReservable);
        windows.abandon();
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
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && closeReason == null) {
            try {
                shared.tlsRules.check(context.pipeline().get(SslHandler.class), handshake);
            } catch (ProtocolViolation e) {
                drop(e.reason(), e.getMessage());
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (closeReason != null || cause instanceof IOException || cause.getCause() instanceof SSLException) {
            context.close(); // a reset, or TLS cut off; which kind of end it is, channelInactive tells
        } else {
            log.error("Connection of {} failed", peer, cause);
            close(CloseReason.INTERNAL_ERROR);
        }
    }
}
