package com.jisu.logs.app.admin;

import io.netty.channel.Channel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of the admin port. Where there are as many as there may be, a new one takes the place of the one that has
 * waited longest for its client: which can be one that never ends its request, or never takes its answer. Streams come
 * last; the live page has far fewer viewers than there may be connections. Used by the event loop only.
 */
final class HttpConnections {

    private final int most;
    private final Map<Channel, HttpConnection> open = new HashMap<>();

    HttpConnections(int most) {
        this.most = most;
    }

    /** Adds a connection, if need be in the place of another, which is closed. */
    void add(Channel channel, HttpConnection connection) {
        if (open.size() >= most) {
            longestWaiting().ifPresent(Channel::close);
        }
        open.put(channel, connection);
        channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    private Optional<Channel> longestWaiting() {
        long now = System.nanoTime();
        return open.entrySet().stream()
                .min(Comparator.<Map.Entry<Channel, HttpConnection>, HttpConnection.Phase>comparing(
                                each -> each.getValue().phase())
                        .thenComparing(each -> each.getValue().phaseSince() - now))
                .map(Map.Entry::getKey);
    }
}
