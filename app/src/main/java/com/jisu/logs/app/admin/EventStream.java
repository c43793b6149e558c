package com.jisu.logs.app.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;

/**
 * One reader of server-sent events. What it holds for a slow reader is at most the connection's write buffer (128 KiB, {@link
 * AdminServer}) and one event; a reader that takes nothing for long loses its connection. Thread-safe.
 */
public final class EventStream {

    /** The most that an event may have: its name, its data, and what is around them. */
    public static final int MAX_EVENT_BYTES = 72 * 1024;

    private final Channel channel;

    EventStream(Channel channel) {
        this.channel = channel;
    }

    /**
     * Sends an event, or drops it: where the reader is too slow for what it got already, or has gone, or the event is too large.
     *
     * @param data one line, such as JSON
     * @return whether the event is on its way
     */
    public boolean send(String event, String data) {
        if (!channel.isActive() || !channel.isWritable()) {
            return false;
        }
        String text = "event: " + event + "\ndata: " + data + "\n\n";
        if (ByteBufUtil.utf8Bytes(text) > MAX_EVENT_BYTES) {
            return false;
        }
        channel.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(channel.alloc(), text)));
        return true;
    }

    /** Calls this once the reader has gone; at once where it has already. */
    public void onClose(Runnable callback) {
        channel.closeFuture().addListener(closed -> callback.run());
    }

    public void close() {
        channel.close();
    }
}
