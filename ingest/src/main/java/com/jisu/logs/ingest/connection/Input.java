package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client's bytes: those that were read and that the decoder was not yet allowed to take, and whether more are read.
 * The connection's event loop only.
 */
final class Input {

    private final Channel channel;
    private final Deque<ByteBuf> unread = new ArrayDeque<>();
    private boolean ended;
    private boolean refused; // a read, since reading stopped
    private boolean renewing;
    private boolean closing;

    Input(Channel channel) {
        this.channel = channel;
    }

    void add(ByteBuf bytes) {
        unread.add(bytes);
    }

    /** Whether the decoder has taken all that was read. */
    boolean isTaken() {
        return unread.isEmpty();
    }

    /** Has the decoder take what was read, or as much as it is allowed to; says whether that was all. */
    boolean decode(LumberjackDecoder decoder) throws ProtocolViolation {
        while (!unread.isEmpty()) {
            if (!decoder.decode(unread.peek())) {
                return false;
            }
            unread.poll().release();
        }
        return true;
    }

    /** Reads no more until {@link #goOn}. */
    void stop() {
        channel.config().setAutoRead(false);
    }

    void goOn() {
        if (ended || renewing) {
            return;
        }
        if (refused) {
            refused = false;
            renew();
        } else {
            channel.config().setAutoRead(true);
        }
    }

    /**
     * Registers the channel with the event loop anew. Where a read was refused, Netty 4.2.18 has told epoll to forget the
     * socket, for there was nothing to wait for, and cannot have it wait for anything again.
     */
    private void renew() {
        renewing = true;
        channel.deregister()
                .addListener(gone -> channel.eventLoop().register(channel).addListener(back -> {
                    renewing = false;
                    if (closing) {
                        channel.close();
                    } else {
                        channel.config().setAutoRead(true);
                    }
                }));
    }

    /** A read was refused, which is only tried where the client has closed its side, or all of the connection. */
    void refuse() {
        refused = true;
    }

    /** Whether the client is known to have closed its side, though there may be bytes to be read before that. */
    boolean endIsKnown() {
        return ended || refused;
    }

    /** Whether the client has closed its side, and all that it had sent was read. */
    boolean hasEnded() {
        return ended;
    }

    /** There is nothing more to read. */
    void end() {
        ended = true;
        channel.config().setAutoRead(false);
    }

    /** Closes the channel, which has to be registered to tell that it is closed. */
    void close() {
        closing = true;
        if (!renewing) {
            channel.close();
        }
    }

    /** Forgets what the decoder has not taken. */
    void release() {
        unread.forEach(ByteBuf::release);
        unread.clear();
    }
}
