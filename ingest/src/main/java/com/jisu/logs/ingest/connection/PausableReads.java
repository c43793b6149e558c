package com.jisu.logs.ingest.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Has nothing read while a connection does not read. Netty's epoll transport would: when a client closes its side, or
 * resets the connection, it reads all that the kernel holds for it (megabytes), whatever auto-read says. Here such a read
 * fails with {@link Refused}, and the bytes stay with the kernel until they are asked for.
 *
 * <p>The sizes of buffers are those of {@link AdaptiveRecvByteBufAllocator}.
 */
public final class PausableReads implements RecvByteBufAllocator {

    private final RecvByteBufAllocator sizes;

    /** @param mostBytes that are read at once */
    public PausableReads(int mostBytes) {
        sizes = new AdaptiveRecvByteBufAllocator(64, Math.min(2048, mostBytes), mostBytes);
    }

    /** Nothing was read, because the connection does not read: its client has ended its side, or all of it. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private static final Refused INSTANCE = new Refused();

        private Refused() {
            super("the connection does not read", null, false, false);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own
    public Handle newHandle() {
        return new PausableHandle((ExtendedHandle) sizes.newHandle());
    }

    private static final class PausableHandle extends DelegatingHandle implements ExtendedHandle {

        private final ExtendedHandle adaptive;
        private ChannelConfig config;

        PausableHandle(ExtendedHandle adaptive) {
            super(adaptive);
            this.adaptive = adaptive;
        }

        @Override
        public void reset(ChannelConfig channelConfig) {
            config = channelConfig;
            adaptive.reset(channelConfig);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            if (!config.isAutoRead()) {
                throw Refused.INSTANCE;
            }
            return adaptive.allocate(alloc);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreDataSupplier) {
            return adaptive.continueReading(maybeMoreDataSupplier);
        }
    }
}
