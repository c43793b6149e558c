package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.connection.Admission.Wait;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import com.jisu.logs.ingest.metrics.CloseReason;
import com.jisu.logs.ingest.tls.TlsRules;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;

/**
 * What a channel tells beside bytes, and what it means for the connection: TLS is agreed on or not, the client has ended its
 * side, something broke. Stands behind the {@link BeatsConnection} in the pipeline. The connection's event loop only.
 */
public final class ChannelSignals extends ChannelInboundHandlerAdapter {

    private final BeatsConnection connection;
    private final TlsRules tlsRules;
    private boolean begun; // whether the client sent anything, if only of a TLS handshake
    private boolean handshaking; // TLS is not agreed on

    public ChannelSignals(BeatsConnection connection, TlsRules tlsRules) {
        this.connection = connection;
        this.tlsRules = tlsRules;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        handshaking = context.pipeline().get(SslHandler.class) != null;
    }

    /** The client has sent its first byte. */
    public void begins() {
        begun = true;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            clientEnded(context);
        }
        if (event instanceof SslHandshakeCompletionEvent handshake && connection.closeReason == null) {
            handshaking = false;
            judge(context.pipeline().get(SslHandler.class), handshake);
        }
        context.fireUserEventTriggered(event);
    }

    private void clientEnded(ChannelHandlerContext context) {
        if (handshaking) {
            context.channel().unsafe().close(context.voidPromise()); // at once: TLS says what it makes of it
        } else if (!connection.hasPeer()) {
            return; // it is being closed
        } else if (connection.closeReason != null) {
            connection.input.close(); // what the end waited for
        } else if (!connection.gone) {
            connection.endOfInput();
        }
    }

    private void judge(SslHandler tls, SslHandshakeCompletionEvent handshake) {
        try {
            tlsRules.check(tls, handshake);
        } catch (ProtocolViolation e) {
            if (begun) {
                connection.drop(e.reason(), e.getMessage());
            } else {
                connection.close(CloseReason.PROBE); // a load balancer's: it sent nothing
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (connection.hasPeer() && context.channel().isWritable()) {
            context.executor().execute(this::readerProgressed); // not from within a write
        }
        context.fireChannelWritabilityChanged();
    }

    private void readerProgressed() {
        if (connection.closeReason != null) {
            return;
        }
        connection.windows.writeUnread();
        if (!connection.windows.awaitsReader()) {
            connection.resumeAfter(Wait.READER);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!connection.hasPeer()) {
            context.close();
        } else if (cause instanceof PausableReads.Refused) {
            connection.input.refuse();
        } else if (connection.closeReason == null
                && TlsRules.isBroken(cause)) { // not in the handshake: that has its own event
            connection.drop(CloseReason.TLS_BROKEN, "broke TLS after the handshake: " + TlsRules.innermost(cause));
        } else if (cause instanceof IOException) {
            lost();
        } else if (connection.closeReason != null) {
            connection.input.close();
        } else {
            connection.closeAtFault(cause);
        }
    }

    /** Reset, or closed so that nothing can be written to it: there may be bytes to read all the same. */
    private void lost() {
        if (connection.closeReason != null || connection.input.hasEnded()) {
            connection.input.close(); // which kind of end it is, channelInactive tells
        } else {
            connection.windows.becomeDeaf();
        }
    }
}
