package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.api.CloseReason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a client did wrong, once per address, reason and minute: a broken client tries again and again. Counters tell
 * how often. Thread-safe.
 */
public final class PeerLog {

    private static final Logger log = LoggerFactory.getLogger(PeerLog.class);
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();
    /** Lines remembered; with more of them in a minute, some are logged more than once. */
    private static final int MAX_LINES = 10_000;

    private record Line(InetAddress peer, CloseReason reason) {}

    private final Map<Line, Long> lastLogged = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Long> eldest) {
            return size() > MAX_LINES;
        }
    };

    private long faultNanos; // guarded by this

    /** @param what what the client did, as the rest of a sentence that begins with its address */
    void warn(InetAddress peer, CloseReason reason, String what) {
        if (isDue(new Line(peer, reason), System.nanoTime())) {
            log.warn("{} {}", peer.getHostAddress(), what);
        }
    }

    /** A connection failed by a fault of ours. Once per minute, whoever it is: such a thing can befall all at once. */
    void fault(InetAddress peer, Throwable cause) {
        long now = System.nanoTime();
        synchronized (this) {
            if (faultNanos != 0 && now - faultNanos < QUIET_NANOS) {
                return;
            }
            faultNanos = now;
        }
        log.error("The connection of {} failed", peer.getHostAddress(), cause);
    }

    private synchronized boolean isDue(Line line, long now) {
        Long last = lastLogged.get(line);
        if (last != null && now - last < QUIET_NANOS) {
            return false;
        }
        lastLogged.remove(line); // to the end: the map keeps the order of insertion
        lastLogged.put(line, now);
        return true;
    }
}
