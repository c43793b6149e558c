package com.jisu.logs.ingest.api;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** What moves the bytes: native code where the platform has it, and what comes with Java elsewhere. */
public record Transport(IoHandlerFactory io, Class<? extends ServerSocketChannel> listener, SslProvider tls) {

    /** The fastest that this platform has. */
    public static Transport fastest() {
        SslProvider tls = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK; // OpenSSL's is BoringSSL here
        return Epoll.isAvailable()
                ? new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, tls)
                : new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class, tls);
    }
}
