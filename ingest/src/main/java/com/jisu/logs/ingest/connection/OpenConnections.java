package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import com.jisu.logs.ingest.metrics.CloseReason;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connections of a server, within the limits on their number. Where memory is for fewer, the rest wait to be accepted.
 * Thread-safe.
 */
public final class OpenConnections {

    private final int max;
    private final int maxPerAddress;
    private final int room;
    private final Consumer<Boolean> accepting;

    // Guarded by this.
    private final Set<BeatsConnection> all = new HashSet<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private boolean draining;
    private boolean full; // as far as memory goes

    /**
     * @param room how many there is memory for; beyond it, and up to 16 that come in the same
     *     moment, those that connect wait until others have closed
     * @param accepting told whether to accept connections, whenever that changes
     */
    public OpenConnections(IngestSettings.Limits limits, int room, Consumer<Boolean> accepting) {
        this.max = limits.maxConnections();
        this.maxPerAddress = limits.maxConnectionsPerAddress();
        this.room = room;
        this.accepting = accepting;
    }

    /**
     * Adds a connection if it is within the limits.
     *
     * @throws ProtocolViolation if it is not; it must not be removed then
     */
    synchronized void add(BeatsConnection connection, InetAddress peer) throws ProtocolViolation {
        if (all.size() >= max) {
            throw new ProtocolViolation(
                    CloseReason.TOO_MANY_CONNECTIONS, "opened a connection beyond ingest.max-connections: " + max);
        }
        int ofAddress = perAddress.getOrDefault(peer, 0);
        if (ofAddress >= maxPerAddress) {
            throw new ProtocolViolation(
                    CloseReason.TOO_MANY_CONNECTIONS_OF_ADDRESS,
                    "opened a connection beyond ingest.max-connections-per-address: " + maxPerAddress);
        }
        all.add(connection);
        perAddress.put(peer, ofAddress + 1);
        tellIfFull();
    }

    private void tellIfFull() {
        boolean now = all.size() >= room;
        if (now != full) {
            full = now;
            accepting.accept(!full);
        }
    }

    synchronized void remove(BeatsConnection connection, InetAddress peer) {
        if (all.remove(connection)) {
            perAddress.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
            tellIfFull();
        }
        notifyAll();
    }

    public synchronized int count() {
        return all.size();
    }

    /** Drains all connections, those that are added later too. */
    public void drainAll() {
        Collection<BeatsConnection> now;
        synchronized (this) {
            draining = true;
            now = List.copyOf(all);
        }
        now.forEach(BeatsConnection::drain);
    }

    synchronized boolean isDraining() {
        return draining;
    }

    public void abortAll() {
        Collection<BeatsConnection> now;
        synchronized (this) {
            now = List.copyOf(all);
        }
        now.forEach(BeatsConnection::abort);
    }

    /** Waits until all are closed, or until a time of {@link System#nanoTime()}. */
    public synchronized void awaitNone(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        while (!all.isEmpty() && left > 0) {
            wait(left / 1_000_000 + 1);
            left = deadlineNanos - System.nanoTime();
        }
    }
}
