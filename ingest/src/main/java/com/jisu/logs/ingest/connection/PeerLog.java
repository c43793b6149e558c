package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.metrics.CloseReason;
import com.jisu.logs.records.log.OncePerInterval;
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
    private static final Duration QUIET = Duration.ofMinutes(1);
    /** Lines remembered; with more of them in a minute, some are logged more than once. */
    private static final int MAX_LINES = 10_000;

    private record Line(InetAddress peer, CloseReason reason) {}

    private final Map<Line, OncePerInterval> logged = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, OncePerInterval> eldest) {
            return size() > MAX_LINES;
        }
    };

    private final OncePerInterval faults = new OncePerInterval(QUIET);

    /** @param what what the client did, as the rest of a sentence that begins with its address */
    void warn(InetAddress peer, CloseReason reason, String what) {
        if (isDue(new Line(peer, reason))) {
            log.warn("{} {}", peer.getHostAddress(), what);
        }
    }

    /** A connection failed by a fault of ours. Once per minute, whoever it is: such a thing can befall all at once. */
    void fault(InetAddress peer, Throwable cause) {
        if (faults.isDue()) {
            log.error("The connection of {} failed", peer.getHostAddress(), cause);
        }
    }

    private synchronized boolean isDue(Line line) {
        OncePerInterval said = logged.getOrDefault(line, new OncePerInterval(QUIET));
        if (!said.isDue()) {
            return false;
        }
        logged.remove(line); // to the end: the map keeps the order of insertion
        logged.put(line, said);
        return true;
    }
}
