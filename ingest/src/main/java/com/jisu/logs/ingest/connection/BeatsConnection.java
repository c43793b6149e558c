package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import com.jisu.logs.ingest.connection.Admission.Wait;
import com.jisu.logs.ingest.kafka.KafkaState;
import com.jisu.logs.ingest.kafka.KafkaWriter;
import com.jisu.logs.ingest.lumberjack.DecoderLimits;
import com.jisu.logs.ingest.lumberjack.Inflation;
import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import com.jisu.logs.ingest.memory.InFlightBudget;
import com.jisu.logs.ingest.memory.InflationRoom;
import com.jisu.logs.ingest.memory.LargeEventRoom;
import com.jisu.logs.ingest.metrics.CloseReason;
import com.jisu.logs.ingest.metrics.IngestMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client: its windows in order, and when its bytes are read.
 *
 * <p>A client may close its side, or all of it, behind its last event: what was received by then goes to Kafka all the
 * same. A connection that is gone counts as open until that is done, which bounds what waits for Kafka.
 *
 * <p>Everything here runs on the connection's event loop, but for {@link #progressed()}, which Kafka's threads call,
 * {@link #drain()} and {@link #abort()}. Reading stops where the decoder is told that an event is not admitted, not
 * earlier: the window that a client has announced is known by then, and gets its keep-alives. What the channel tells
 * beside bytes comes by {@link ChannelSignals}, what is due with time by {@link Deadlines}.
 */
public final class BeatsConnection extends ChannelInboundHandlerAdapter {

    private static final long LINGER_MILLIS = 2000;

    private final Shared shared;
    private final AtomicBoolean progressScheduled = new AtomicBoolean();

    // From channelActive on; some are looked at by its deadlines, too.
    ChannelHandlerContext ctx;
    private InetAddress peer;
    Patience patience;
    Admission admission;
    WindowQueue windows;
    WindowReceiver receiver;
    LumberjackDecoder decoder;
    Input input;
    private ScheduledFuture<?> ticks;

    CloseReason closeReason; // null while anything is to be done but to settle events
    private boolean draining; // taking nothing more, now, but from clients that have ended
    boolean anyByte;
    boolean gone; // the channel is closed
    private boolean aborted; // nothing is waited for

    /** What all connections of a server use. */
    public record Shared(
            IngestSettings settings,
            KafkaWriter kafka,
            KafkaState kafkaState,
            InFlightBudget budget,
            LargeEventRoom largeEvents,
            InflationRoom inflationRoom,
            Inflation.Pool inflations,
            IngestMetrics metrics,
            PeerLog peerLog,
            OpenConnections connections) {}

    public BeatsConnection(Shared shared) {
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
                shared.inflationRoom,
                peer,
                shared.settings.limits().maxConnectionInFlightBytes(),
                context.executor(),
                this::resumeAfter);
        windows = new WindowQueue(context, shared.metrics);
        receiver = new WindowReceiver(
                shared.kafka.newRoute(), shared.metrics, admission, patience, windows, this::progressed);
        decoder = new LumberjackDecoder(DecoderLimits.of(shared.settings.limits()), shared.inflations, receiver);
        input = new Input(context.channel());
        shared.metrics.connections.increment();
        long period = timeouts.tick().toMillis();
        ticks = context.executor()
                .scheduleAtFixedRate(
                        new Deadlines(this, timeouts, shared.kafkaState)::check, period, period, TimeUnit.MILLISECONDS);
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
        patience.received(bytes.readableBytes());
        input.add(bytes);
        if (admission.isOpen()) {
            decode();
        }
    }

    private void decode() {
        receiver.beginRead();
        try {
            if (!input.decode(decoder)) {
                pause();
            }
        } catch (ProtocolViolation e) {
            drop(e.reason(), e.getMessage());
        } finally {
            receiver.sendChunk(); // whatever happened, these events count in the budget until they are settled
        }
    }

    private void pause() {
        input.stop();
        if (!admission.hasInFlight()) {
            patience.kafkaProgressed(); // the wait for Kafka, if it is one, begins now
        }
        admission.lineUp();
    }

    void resumeAfter(Wait what) {
        if (closeReason != null || !admission.endWait(what)) {
            return;
        }
        patience.senderProgressed(); // that nothing came meanwhile was not the client's fault
        decode();
        if (admission.isOpen() && closeReason == null) {
            input.goOn();
            finishIfDone();
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
            if (gone) {
                leaveIfSettled();
            }
            return;
        }
        acknowledge();
        boolean roomAgain = release(windows.takeSettledBytes());
        Throwable failure = windows.failure();
        if (failure != null) {
            closeAtFault(failure);
            return;
        }
        finishIfDone();
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

    /** Whether the channel was ever open: before that there is nothing to end. */
    boolean hasPeer() {
        return peer != null;
    }

    void drop(CloseReason reason, String what) {
        shared.peerLog.warn(peer, reason, what);
        close(reason);
    }

    // ---- the end

    /**
     * Stops reading, lets Kafka finish what it was given, acknowledges that, and closes. What a client had sent before it
     * ended is taken. Any thread.
     */
    void drain() {
        ctx.executor().execute(() -> {
            draining = true;
            if (!input.hasEnded()) {
                admission.waitFor(Wait.END);
                input.stop();
            }
            finishIfDone();
        });
    }

    void finishIfDone() {
        if (closeReason != null) {
            return;
        }
        if (input.hasEnded()) {
            if (input.isTaken()) {
                finishEnded();
            }
        } else if (draining && windows.isSettled()) {
            finish(CloseReason.SHUTDOWN);
        } else if (receiver.isRetiring() && windows.holdsNoEvent()) {
            finish(CloseReason.MAX_AGE);
        }
    }

    void finish(CloseReason reason) {
        acknowledge();
        windows.acknowledgePart(false);
        closeReason = reason;
        closeAfterClient();
    }

    /** The client has ended, and all that it had sent was taken. */
    private void finishEnded() {
        if (decoder.atFrameBoundary()) {
            receiver.end();
        }
        if (!windows.isSettled()) {
            return;
        }
        acknowledge();
        windows.acknowledgePart(false);
        CloseReason reason = reasonOfClient();
        if (reason == CloseReason.TRUNCATED_FRAME) {
            drop(reason, "closed its connection inside a frame");
        } else {
            close(reason);
        }
    }

    private CloseReason reasonOfClient() {
        if (!anyByte) {
            return CloseReason.PROBE;
        }
        if (!decoder.atFrameBoundary()) {
            return CloseReason.TRUNCATED_FRAME;
        }
        return windows.isEmpty() && !windows.isAnyUnheard() ? CloseReason.DONE : CloseReason.LEFT_EARLY;
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
        input.goOn();
        ctx.executor().schedule(input::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the connection; what it has in flight still goes to Kafka. */
    void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
            input.release();
            input.close();
            if (gone) {
                leave();
            }
        }
    }

    /** Ends the connection, and what it has in flight need not go to Kafka: either its client sends it again, or we cannot. */
    void giveUp(CloseReason reason) {
        int lost = input.endIsKnown() ? windows.unconfirmed() : 0;
        if (lost > 0) {
            shared.metrics.givenUp.increment(lost);
            shared.peerLog.warn(
                    peer,
                    reason,
                    "had closed its connection before Kafka had its last " + lost + " events: they are lost");
        }
        windows.abandon();
        close(reason);
    }

    /** Closes at once. Any thread. */
    void abort() {
        ctx.executor().execute(() -> {
            aborted = true;
            if (closeReason == null) {
                giveUp(CloseReason.SHUTDOWN);
            }
            windows.abandon();
            input.close(); // also one that waits for its client to end
            if (gone) {
                remove();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (peer == null) {
            return; // it was gone before it was here
        }
        gone = true;
        windows.becomeDeaf();
        if (closeReason == null) {
            endOfInput();
            resumeAfter(Wait.READER); // there is none any more
        } else {
            leave();
        }
    }

    /** No more bytes come from the client. */
    void endOfInput() {
        boolean cutOff = draining && !input.hasEnded();
        input.end();
        if (cutOff) {
            close(anyByte ? CloseReason.SHUTDOWN : CloseReason.PROBE); // what was not taken is sent elsewhere
        } else {
            finishIfDone();
        }
    }

    private void leave() {
        input.release();
        decoder.close();
        admission.close();
        release(windows.removeSettled());
        leaveIfSettled();
    }

    private void leaveIfSettled() {
        if (aborted || windows.isSettled()) {
            remove();
        }
    }

    private void remove() {
        if (!ticks.isCancelled()) {
            ticks.cancel(false);
            shared.metrics.closed(closeReason).increment();
            shared.connections.remove(this, peer);
        }
    }

    /** Ends a connection because of a fault of ours. */
    void closeAtFault(Throwable fault) {
        shared.peerLog.fault(peer, fault);
        giveUp(CloseReason.INTERNAL_ERROR);
    }
}
