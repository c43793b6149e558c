#!/usr/bin/env bash
# Netty's epoll transport, a channel with auto-read off, and a peer that sends and closes.
#
# Guess:   with AUTO_READ off nothing is read until somebody calls read(): what the peer sent stays in the kernel's receive
#          buffer, whether it closes behind it or not. So a server that pauses its channels holds no bytes of them.
# Version: netty 4.2.18.Final (netty-transport-native-epoll, linux-x86_64), Java 17.
# Seen:    while the peer is connected, nothing is read. When its FIN arrives, the channel reads all there is up to the end and
#          fires channelRead for it, though nobody has called read(). The NIO transport leaves everything where it is.
# Output:  nio: 0 bytes before the close, 0 behind it / epoll: 0 bytes before the close, 20000 behind it, of 20000
# Date:    2026-11-29
# Why it matters: after an outage hundreds of shippers give up at the same time. A log server that pauses reading to bound its
#          memory gets the kernel's buffers of all of them at once, outside of its budget, and has to be ready for reads that
#          it did not ask for.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.netty</groupId><artifactId>netty-transport</artifactId><version>4.2.18.Final</version></dependency>
    <dependency><groupId>io.netty</groupId><artifactId>netty-transport-native-epoll</artifactId><version>4.2.18.Final</version><classifier>linux-x86_64</classifier></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory=lib

cat >Closing.java <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.*;
import io.netty.channel.epoll.*;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.*;
import java.util.concurrent.atomic.AtomicLong;

public class Closing {
    static final int SENT = 20_000;

    public static void main(String[] args) throws Exception {
        long[] nio = run(NioIoHandler.newFactory(), NioServerSocketChannel.class);
        long[] epoll = run(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
        System.out.println("nio: " + nio[0] + " bytes before the close, " + nio[1] + " behind it");
        System.out.println("epoll: " + epoll[0] + " bytes before the close, " + epoll[1] + " behind it, of " + SENT);
        boolean asSeen = nio[0] == 0 && nio[1] == 0 && epoll[0] == 0 && epoll[1] == SENT;
        System.out.println(asSeen ? "as seen on 2026-11-29" : "CHANGED since 2026-11-29");
        System.exit(asSeen ? 0 : 1);
    }

    static long[] run(IoHandlerFactory io, Class<? extends ServerChannel> type) throws Exception {
        AtomicLong read = new AtomicLong();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(type)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        read.addAndGet(((ByteBuf) message).readableBytes());
                        ((ByteBuf) message).release();
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Socket socket = new Socket();
        socket.connect(server.localAddress());
        socket.getOutputStream().write(new byte[SENT]);
        Thread.sleep(1_000);
        long before = read.get();
        socket.close();
        Thread.sleep(1_000);
        long behind = read.get() - before;
        loop.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).sync();
        return new long[] {before, behind};
    }
}
JAVA
timeout 60 java -cp 'lib/*' Closing.java
