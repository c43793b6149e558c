package com.jisu.logs.ingest.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands before TLS, which keeps the bytes of a handshake to itself, to see that a client sends any; then it leaves. */
public final class FirstByte extends ChannelInboundHandlerAdapter {

    private final Runnable seen;

    public FirstByte(Runnable seen) {
        this.seen = seen;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        seen.run();
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
