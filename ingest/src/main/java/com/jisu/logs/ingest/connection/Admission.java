package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.memory.InFlightBudget;
import com.jisu.logs.ingest.memory.InflationRoom;
import com.jisu.logs.ingest.memory.LargeEventRoom;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One connection's part of the in-flight budget, and what it waits for before it takes its next event.
 *
 * <p>The connection's event loop only: what the budget calls back is passed on to it.
 */
final class Admission {

    /** What has to happen before the next event is taken. */
    enum Wait {
        NOTHING,
        /** Kafka confirms events of this connection. */
        OWN_PROGRESS,
        /** Kafka confirms events of any connection, and it is this one's turn. */
        TURN,
        /** Others have finished receiving large events. */
        RESERVATION,
        /** Others have finished inflating their compressed frames. */
        INFLATION,
        /** The client takes the acknowledgements that it was sent. */
        READER,
        /** The end: no more events are taken. */
        END
    }

    private final InFlightBudget budget;
    private final long limit;
    private final Consumer<Wait> resume;
    private final Runnable onTurn;
    private final LargeEventRoom largeEvents;
    private final LargeEventRoom.Claim claim;
    private final InflationRoom inflationRoom;
    private final InflationRoom.Claim inflationClaim;

    private Wait waitFor = Wait.NOTHING;
    private long inFlight;
    private long turnLeft; // while it is this connection's turn
    private int receiving; // bytes of the large event that is being received, as far as known when it began, or 0
    private long receivingNanos; // since when we read that event
    private boolean inflating; // a compressed frame, or about to
    private long inflatingNanos; // since when we read that frame

    /**
     * @param limit bytes in flight at which this connection waits for Kafka
     * @param resume called on the event loop when what was waited for has happened
     */
    Admission(
            InFlightBudget budget,
            LargeEventRoom largeEvents,
            InflationRoom inflationRoom,
            InetAddress peer,
            long limit,
            Executor eventLoop,
            Consumer<Wait> resume) {
        this.budget = budget;
        this.largeEvents = largeEvents;
        this.limit = limit;
        this.resume = resume;
        onTurn = () -> eventLoop.execute(this::takeTurn);
        claim = new LargeEventRoom.Claim(peer, () -> eventLoop.execute(() -> resume.accept(Wait.RESERVATION)));
        this.inflationRoom = inflationRoom;
        inflationClaim = new InflationRoom.Claim(peer, () -> eventLoop.execute(() -> resume.accept(Wait.INFLATION)));
    }

    boolean isOpen() {
        return waitFor == Wait.NOTHING;
    }

    boolean hasInFlight() {
        return inFlight > 0;
    }

    /** Whether only Kafka, by confirming something, can move this connection on. */
    boolean waitsForKafka() {
        return inFlight > 0 || waitFor == Wait.TURN || waitFor == Wait.INFLATION;
    }

    /** Whether the next event may be taken; if not, what for it waits is known. */
    boolean admits(int bytes) {
        if (inFlight >= limit) {
            waitFor = Wait.OWN_PROGRESS;
        } else if (turnLeft <= 0 && !budget.isFree()) {
            waitFor = Wait.TURN;
        } else if (bytes > LargeEventRoom.SMALL_EVENT_BYTES) {
            reserve(bytes);
        }
        return isOpen();
    }

    private void reserve(int bytes) {
        if (receiving == 0) {
            receiving = bytes;
            receivingNanos = System.nanoTime();
        }
        if (!largeEvents.reserve(claim, bytes)) {
            waitFor = Wait.RESERVATION;
        }
    }

    /** Whether a compressed frame may be inflated; if not, that is what is waited for. */
    boolean admitsInflation() {
        if (!inflating) {
            inflating = true;
            inflatingNanos = System.nanoTime();
        }
        if (!inflationRoom.reserve(inflationClaim, InflationRoom.FRAME_BYTES)) {
            waitFor = Wait.INFLATION;
        }
        return isOpen();
    }

    /** A compressed frame has ended. */
    void endInflation() {
        if (inflating) {
            inflating = false;
            inflationRoom.release(inflationClaim);
        }
    }

    /** Takes no further event until {@link #endWait} of the same. */
    void waitFor(Wait what) {
        waitFor = what;
    }

    /** Lines up for a turn, if that is what is waited for; all else calls of itself. */
    void lineUp() {
        if (waitFor == Wait.TURN) {
            budget.awaitTurn(onTurn);
        }
    }

    /** Whether it was this that was waited for, and now is no more. */
    boolean endWait(Wait what) {
        if (waitFor != what) {
            return false;
        }
        waitFor = Wait.NOTHING;
        if (what != Wait.READER) {
            receivingNanos = System.nanoTime(); // it was not the client that we waited for
            inflatingNanos = receivingNanos;
        }
        return true;
    }

    private void takeTurn() {
        turnLeft = InFlightBudget.TURN_BYTES;
        resume.accept(Wait.TURN);
        turnLeft = 0;
        budget.endTurn();
    }

    /** Counts an event that was received. */
    void take(long cost) {
        inFlight += cost;
        turnLeft -= cost;
        budget.take(cost);
        releaseReservation();
    }

    /** Counts events as settled. Returns whether enough of them are for this connection to go on, if it waits for that. */
    boolean release(long cost) {
        inFlight -= cost;
        budget.release(cost);
        return inFlight <= limit / 2;
    }

    /**
     * Whether others wait to send their large events, and this connection does not send its own fast enough to finish it in
     * time; or others wait for their compressed frames to be inflated, and this one's has not come in time.
     *
     * @param received bytes of the large event that have come
     * @param time in which it has to come; a tenth of that passes before its speed is judged
     */
    boolean blocksOthers(int received, Duration time, long now) {
        boolean lateEvent = receiving > 0 && isLate(received, time.toNanos(), now);
        boolean lateFrame = inflating && now - inflatingNanos > time.toNanos();
        return lateEvent && largeEvents.keepsOthersWaiting(claim)
                || lateFrame && inflationRoom.keepsOthersWaiting(inflationClaim);
    }

    private boolean isLate(int received, long nanos, long now) {
        long taken = now - receivingNanos;
        return taken > nanos || taken > nanos / 10 && received < (double) receiving * taken / nanos;
    }

    /** No event is received any more; those in flight are still to be released. */
    void close() {
        releaseReservation();
        endInflation();
        budget.cancel(onTurn);
    }

    private void releaseReservation() {
        if (receiving > 0) {
            receiving = 0;
            largeEvents.release(claim);
        }
    }
}
