package com.jisu.logs.ingest;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Room for large events that are being received, half as much as {@code ingest.max-in-flight-bytes}. Such an event
 * reserves its bytes before its first is kept. One address gets half of the room at most; an event that is larger than that
 * is received outside of it, and only one such at a time. Where events wait, addresses take turns.
 *
 * <p>Who has room can always finish: an event that proves larger than what it reserved waits, with what it has, to be
 * received outside, and who is there waits for nobody. So large events wait for each other, but never in a circle.
 *
 * <p>Thread-safe.
 */
final class LargeEventRoom {

    /** A larger event needs a reservation. */
    static final int SMALL_EVENT_BYTES = 32 * 1024;

    private final long room;
    private final long share; // of one address

    // All that follows, and what claims hold, is guarded by this.
    private final Map<InetAddress, Long> heldBy = new HashMap<>();
    private final Waiting forRoom = new Waiting();
    private final Waiting forOutside = new Waiting();
    private long held;
    private Claim outside; // who is received outside of the room, or null

    LargeEventRoom(long maxInFlightBytes) {
        room = maxInFlightBytes / 2;
        share = room / 2;
    }

    /** What one connection holds or waits for. */
    static final class Claim {

        private final InetAddress address;
        private final Runnable onReserved;
        private long bytes; // held in the room
        private long outsideBytes;
        private long wanted; // while it waits

        /** @param onReserved called once after each {@link #reserve} that had to wait, from any thread */
        Claim(InetAddress address, Runnable onReserved) {
            this.address = address;
            this.onReserved = onReserved;
        }

        private boolean covers(long size) {
            return outsideBytes > 0 || bytes >= size;
        }
    }

    /** Bytes of large events that are being received, in the room and outside of it. */
    synchronized long reserved() {
        return held + (outside == null ? 0 : outside.outsideBytes);
    }

    /** Makes a claim cover an event of this size, now, or later if this returns false. */
    synchronized boolean reserve(Claim claim, long size) {
        if (claim.covers(size)) {
            return true;
        }
        if (claim.wanted == 0) {
            claim.wanted = size;
            (size > share || claim.bytes > 0 ? forOutside : forRoom).add(claim);
            serve(claim);
        }
        return claim.covers(size);
    }

    /** Gives back all that a claim holds; it waits for nothing any more. */
    synchronized void release(Claim claim) {
        forRoom.remove(claim);
        forOutside.remove(claim);
        held -= claim.bytes;
        heldBy.computeIfPresent(claim.address, (address, all) -> all == claim.bytes ? null : all - claim.bytes);
        if (outside == claim) {
            outside = null;
        }
        claim.wanted = 0;
        claim.bytes = 0;
        claim.outsideBytes = 0;
        serve(null);
    }

    /** Whether others wait for what this claim holds: of the room, or of its address's share of it. */
    synchronized boolean keepsOthersWaiting(Claim claim) {
        return outside == claim ? !forOutside.isEmpty() : forRoom.has(claim.address) || nextForRoom() != null;
    }

    /** @param asking who is told by its call's result */
    private void serve(Claim asking) {
        Claim next = forOutside.first(address -> true);
        if (outside == null && next != null) {
            outside = next;
            next.outsideBytes = next.wanted;
            tell(forOutside.serve(next), asking);
        }
        for (next = nextForRoom(); next != null && held + next.wanted <= room; next = nextForRoom()) {
            next.bytes = next.wanted;
            held += next.bytes;
            heldBy.merge(next.address, next.bytes, Long::sum);
            tell(forRoom.serve(next), asking);
        }
    }

    /** The next whose address has something left of its share; nobody overtakes it. */
    private Claim nextForRoom() {
        return forRoom.first(address -> heldBy.getOrDefault(address, 0L) + forRoom.wantedBy(address) <= share);
    }

    private static void tell(Claim served, Claim asking) {
        served.wanted = 0;
        if (served != asking) {
            served.onReserved.run();
        }
    }

    /** Claims that wait: those of one address in the order they came, and addresses take turns. */
    private static final class Waiting {

        private final Map<InetAddress, Deque<Claim>> byAddress = new LinkedHashMap<>();

        boolean isEmpty() {
            return byAddress.isEmpty();
        }

        boolean has(InetAddress address) {
            return byAddress.containsKey(address);
        }

        void add(Claim claim) {
            byAddress
                    .computeIfAbsent(claim.address, address -> new ArrayDeque<>())
                    .add(claim);
        }

        Claim first(Predicate<InetAddress> eligible) {
            return byAddress.keySet().stream()
                    .filter(eligible)
                    .findFirst()
                    .map(address -> byAddress.get(address).peek())
                    .orElse(null);
        }

        long wantedBy(InetAddress address) {
            return byAddress.get(address).peek().wanted;
        }

        /** Removes a claim, and puts its address behind the others. */
        Claim serve(Claim claim) {
            remove(claim);
            Deque<Claim> rest = byAddress.remove(claim.address);
            if (rest != null) {
                byAddress.put(claim.address, rest);
            }
            return claim;
        }

        void remove(Claim claim) {
            Deque<Claim> own = byAddress.get(claim.address);
            if (own != null && own.remove(claim) && own.isEmpty()) {
                byAddress.remove(claim.address);
            }
        }
    }
}
