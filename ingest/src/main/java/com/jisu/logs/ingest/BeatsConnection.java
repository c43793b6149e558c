package com.jisu.logs.ingest;

import com.jisu.logs.ingest.Admission.Wait;
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
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client: its windows in order, and when its bytes are read.
 *
 * <p>Everything here runs on the connection's event loop, but for {@link #progressed()}, which Kafka's threads call,
 * {@link #drain()} and {@link #abort()}. Reading stops where the decoder is told that an event is not admitted, not
 * earlier: the window that a client has announced is known by then, and gets its keep-alives.
 */
final class BeatsConnection extends ChannelInboundHandlerAdapter {

    private static final long LINGER_MILLIS = 2000;

    private final Shared shared;
    private final AtomicBoolean progressScheduled = new AtomicBoolean();

    // From channelActive on.
    private ChannelHandlerContext ctx;
    private InetAddress peer;
    private Patience patience;
    private Admission admission;
    private WindowQueue windows;
    private WindowReceiver receiver;
    private LumberjackDecoder decoder;
    private ScheduledFuture<?> ticks;

    private CloseReason closeReason; // null while the connection is in use
    private boolean draining; // taking nothing more, now
    private boolean begun; // whether the client sent anything, if only of a TLS handshake
    private boolean anyByte;

    /** Bytes that were read and that the decoder was not yet allowed to take. */
    private final Deque<ByteBuf> unread = new ArrayDeque<>();

    /** What all connections of a server use. */
    record Shared(
            IngestSettings settings,
            KafkaWriter kafka,
            InFlightBudget budget,
            LargeEventRoom largeEvents,
            Inflation.Pool inflations,
            IngestMetrics metrics,
            PeerLog peerLog,
            OpenConnections connections,
            TlsRules tlsRules) {}

    BeatsConnection(Shared shared) {
        this.shared = shared;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ctx = context;
        if (!(context.channel().remoteAddress() instanceof InetSocketAddress address)) {
            closeReason = CloseReason.DONE;
            context.close();
            return;
        }
        peer = address.getAddress();
        Timeouts timeouts = shared.settings.timeouts();
        patience = new Patience(timeouts);
        admission = new Admission(
                shared.budget,
                shared.largeEvents,
                peer,
                shared.settings.limits().maxConnectionInFlightBytes(),
                context.executor(),
                this::resumeAfter);
        windows = new WindowQueue(context, shared.metrics);
        receiver = new WindowReceiver(shared, context.channel(), admission, patience, windows, this::progressed);
        decoder = new LumberjackDecoder(shared.settings.limits().decoder(), shared.inflations, receiver);
        shared.metrics.connections.increment();
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

    /** The client has sent its first byte. */
    void begins() {
        begun = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closeReason != null) {
            bytes.release();
            return;
        }
        anyByte = true;
        shared.metrics.receivedBytes.increment(bytes.readableBytes());
        patience.received(bytes.readableBytes());
        unread.add(bytes);
        if (admission.isOpen()) {
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
            receiver.sendChunk(); // whatever happened, these events count in the budget until they are settled
        }
    }

    private void pause() {
        ctx.channel().config().setAutoRead(false);
        if (!admission.hasInFlight()) {
            patience.kafkaProgressed(); // the wait for Kafka, if it is one, begins now
        }
        admission.lineUp();
    }

    private void resumeAfter(Wait what) {
        if (closeReason != null || !admission.endWait(what)) {
            return;
        }
        patience.senderProgressed(); // that nothing came meanwhile was not the client's fault
        decodeUnread();
        if (admission.isOpen() && closeReason == null) {
            ctx.channel().config().setAutoRead(true);
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
            release(windows.removeSettled());
            return;
        }
        acknowledge();
        boolean roomAgain = release(windows.takeSettledBytes());
        Throwable failure = windows.failure();
        if (failure != null) {
            closeAtFault(failure);
            return;
        }
        if (draining || receiver.isRetiring()) {
            finishIfDone();
        }
        if (roomAgain && !receiver.hasManyWindows()) {
            resumeAfter(Wait.OWN_PROGRESS);
        }
    }

    private void acknowledge() {
        release(windows.acknowledge());
    }

    private boolean release(long settledBytes) {
        if (settledBytes > 0) {
            patience.kafkaProgressed();
        }
        return admission.release(settledBytes);
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
        if (closeReason != null || !ctx.channel().isActive()) {
            return;
        }
        long now = System.nanoTime();
        if (admission.waitsForKafka() && patience.kafkaIsLate(now)) {
            close(CloseReason.KAFKA); // KafkaState has said that Kafka is away
            return;
        }
        windows.keepAlive(now, shared.settings.timeouts().keepAliveDue().toNanos());
        dropIfSlow(now, shared.settings.timeouts());
        if (patience.isMaxAge(now) && closeReason == null) {
            receiver.retire();
            finishIfDone();
        }
    }

    private void dropIfSlow(long now, Timeouts timeouts) {
        if (ctx.channel().unsafe().outboundBuffer().totalPendingWriteBytes() == 0) {
            patience.readerProgressed(now);
        } else if (patience.readerIsLate(now)) {
            drop(CloseReason.SLOW_READER, "did not take its acknowledgements within ingest.client-timeout");
            return;
        }
        if (!admission.isOpen()) {
            return; // it is we who do not read
        }
        if (!receiver.hasBegun()) {
            if (patience.senderIsSilent(now, timeouts.handshake())) {
                dropWithoutFrame();
            }
        } else if (admission.blocksOthers(decoder.eventBytes(), timeouts.client(), now)) {
            drop(
                    CloseReason.SLOW_SENDER,
                    "sent a large event too slowly to finish it within ingest.client-timeout, while others wait to send theirs");
        } else if (receiver.isInWindow() || !decoder.atFrameBoundary()) {
            if (patience.senderIsSilent(now, timeouts.client())) {
                drop(CloseReason.SLOW_SENDER, "did not finish an event within ingest.client-timeout");
            }
        } else if (windows.isEmpty() && patience.senderIsSilent(now, timeouts.idle())) {
            close(CloseReason.IDLE);
        }
    }

    private void dropWithoutFrame() {
        if (anyByte) {
            drop(CloseReason.HANDSHAKE_TIMEOUT, "sent no frame within ingest.handshake-timeout");
        } else {
            close(CloseReason.PROBE); // a load balancer's, kept open: nothing to tell
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
            admission.waitFor(Wait.END);
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
        } else if (receiver.isRetiring() && windows.holdsNoEvent()) {
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
        admission.close();
        windows.abandon();
        settle();
    }

    private CloseReason reasonOfClient() {
        if (!anyByte) {
            return CloseReason.PROBE;
        }
        if (admission.isOpen() && !decoder.atFrameBoundary()) { // else the rest may have come, and we did not read it
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
                if (begun) {
                    drop(e.reason(), e.getMessage());
                } else {
                    close(CloseReason.PROBE); // a load balancer's: it sent nothing
                }
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (closeReason == null && TlsRules.isBroken(cause)) { // not in the handshake: that has its own event
            drop(CloseReason.TLS_BROKEN, "broke TLS after the handshake: " + TlsRules.innermost(cause));
        } else if (closeReason != null || cause instanceof IOException) {
            context.close(); // a reset; which kind of end it is, channelInactive tells
        } else {
            closeAtFault(cause);
        }
    }

    /** Ends a connection because of a fault of ours. */
    private void closeAtFault(Throwable fault) {
        shared.peerLog.fault(peer, fault);
        close(CloseReason.INTERNAL_ERROR);
    }
}
