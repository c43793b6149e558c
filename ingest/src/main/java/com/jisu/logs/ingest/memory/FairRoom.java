package com.jisu.logs.ingest.memory;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory that connections share, so many bytes. Each claims what it needs before it takes it. It gets room if its address
 * then holds no more than is left free, as with the dynamic thresholds of switches' buffers (Choudhury and Hahne, 1998): half
 * of the room for an address alone, half of the rest for the next one, and there is always a rest.
 *
 * <p>What does not fit waits, and one that waits is served outside of the room, addresses taking turns; one that fits
 * meanwhile does not wait for that. So every claim's turn comes, however large it is.
 *
 * <p>Who has room can always finish: a claim that proves too small waits, with what it has, to be served outside, and who is
 * there waits for nobody. So claims wait for each other, but never in a circle.
 *
 * <p>Thread-safe.
 */
public class FairRoom {

    private final long room;

    // All that follows, and what claims hold, is guarded by this.
    private final Map<InetAddress, Long> heldBy = new HashMap<>();
    /** Those of an address in the order they came, addresses in the order of their turns outside. */
    private final Map<InetAddress, Deque<Claim>> waiting = new LinkedHashMap<>();

    private long held;
    private Claim outside; // who is served outside of the room, or null

    /** @param bytes all there is, but for the one claim that is served outside */
    FairRoom(long bytes) {
        room = bytes;
    }

    /** What one connection holds or waits for. */
    public static final class Claim {

        private final InetAddress address;
        private final Runnable onReserved;
        private long bytes; // held in the room
        private long outsideBytes;
        private long wanted; // while it waits

        /** @param onReserved called once after each {@link #reserve} that had to wait, from any thread */
        public Claim(InetAddress address, Runnable onReserved) {
            this.address = address;
            this.onReserved = onReserved;
        }

        private boolean covers(long size) {
            return outsideBytes > 0 || bytes >= size;
        }
    }

    /** Bytes that claims hold, in the room and outside of it. */
    public synchronized long reserved() {
        return held + (outside == null ? 0 : outside.outsideBytes);
    }

    /** Makes a claim cover this size, now, or later if this returns false. */
    public synchronized boolean reserve(Claim claim, long size) {
        if (claim.covers(size)) {
            return true;
        }
        if (claim.wanted == 0) {
            claim.wanted = size;
            waiting.computeIfAbsent(claim.address, address -> new ArrayDeque<>())
                    .add(claim);
            serve(claim);
        }
        return claim.covers(size);
    }

    /** Gives back all that a claim holds; it waits for nothing any more. */
    public synchronized void release(Claim claim) {
        if (claim.wanted > 0) {
            stopWaiting(claim);
        }
        held -= claim.bytes;
        heldBy.computeIfPresent(claim.address, (address, all) -> all == claim.bytes ? null : all - claim.bytes);
        if (outside == claim) {
            outside = null;
        }
        claim.bytes = 0;
        claim.outsideBytes = 0;
        serve(null);
    }

    /** Whether others wait for what this claim holds: the place outside, or its address's part of the room. */
    public synchronized boolean keepsOthersWaiting(Claim claim) {
        return outside == claim
                ? !waiting.isEmpty()
                : allWaiting().stream().anyMatch(other -> fitsWithout(claim.address, other));
    }

    /** @param asking who is told by its call's result */
    private void serve(Claim asking) {
        for (Claim claim : allWaiting()) {
            if (fitsWithout(null, claim)) {
                claim.bytes = claim.wanted;
                held += claim.bytes;
                heldBy.merge(claim.address, claim.bytes, Long::sum);
                endWait(claim, asking);
            }
        }
        if (outside == null && !waiting.isEmpty()) {
            outside = waiting.values().iterator().next().peek();
            outside.outsideBytes = outside.wanted;
            endWait(outside, asking);
            Deque<Claim> rest = waiting.remove(outside.address);
            if (rest != null) {
                waiting.put(outside.address, rest); // behind the others
            }
        }
    }

    private List<Claim> allWaiting() {
        return waiting.values().stream().flatMap(Deque::stream).toList();
    }

    /**
     * Whether a claim that waits fits into the room, if nothing of another address were in it.
     *
     * @param gone that address, or null for none
     */
    private boolean fitsWithout(InetAddress gone, Claim claim) {
        long free = room - held + heldBy.getOrDefault(gone, 0L);
        long own = claim.address.equals(gone) ? 0 : heldBy.getOrDefault(claim.address, 0L);
        return claim.bytes == 0 && own + claim.wanted <= free - claim.wanted;
    }

    private void endWait(Claim served, Claim asking) {
        stopWaiting(served);
        if (served != asking) {
            served.onReserved.run();
        }
    }

    private void stopWaiting(Claim claim) {
        claim.wanted = 0;
        Deque<Claim> own = waiting.get(claim.address);
        own.remove(claim);
        if (own.isEmpty()) {
            waiting.remove(claim.address);
        }
    }
}
