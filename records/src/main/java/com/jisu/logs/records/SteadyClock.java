package com.jisu.logs.records;

import java.util.function.LongSupplier;

/**
 * The time of day without the steps of the machine's clock: a step is noticed, because the clock that counts since the
 * start does not take part in it, and taken back. Slow corrections, as NTP makes them, are followed.
 *
 * <p>A step can be a mistake or its end. Which it was, the brokers' clock can tell, by the times of arrival that records
 * bring: see {@link #arrived}.
 *
 * <p>Thread-safe. Somebody has to look at least every few minutes, or slow corrections become a step.
 */
public final class SteadyClock {

    /** A smaller step does no harm: Kafka's clients send heartbeats every 3 s, and have 10 s for them. */
    static final long LEAST_STEP_MILLIS = 2_000;

    /** A reading during which the thread stood still is worth nothing. */
    private static final long LONGEST_READING_MILLIS = 50;

    private static final int READINGS = 20;

    private final LongSupplier wallMillis;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private long lastOffset;
    private long correction;
    private long steps;
    private long lastStep;

    /** A clock that agrees with the machine's now. */
    public SteadyClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * A clock that agrees with another's now.
     *
     * @param wallMillis epoch milliseconds that may step
     * @param nanoTime nanoseconds that do not
     */
    public SteadyClock(LongSupplier wallMillis, LongSupplier nanoTime) {
        this.wallMillis = wallMillis;
        this.nanoTime = nanoTime;
        lastOffset = offset();
    }

    /** Epoch milliseconds. */
    public synchronized long millis() {
        look();
        return wallMillis.getAsLong() + correction;
    }

    /** How many steps of the machine's clock there have been. */
    public synchronized long steps() {
        look();
        return steps;
    }

    /** The last step in milliseconds, negative where it went back; 0 if there was none. */
    public synchronized long lastStep() {
        return lastStep;
    }

    /**
     * Takes note of a record's arrival, as a broker dated it, at most a few hours ago. Where it is nearer to what the
     * machine's clock says since its steps than to what it would say without them, the machine's clock was put right by
     * them, and counts from now on.
     */
    public synchronized void arrived(long epochMillis) {
        if (correction != 0) {
            long wall = wallMillis.getAsLong();
            if (Math.abs(epochMillis - wall) < Math.abs(epochMillis - wall - correction)) {
                correction = 0;
            }
        }
    }

    private void look() {
        long offset = offset();
        long step = offset - lastOffset;
        lastOffset = offset;
        if (Math.abs(step) >= LEAST_STEP_MILLIS) {
            correction -= step;
            steps++;
            lastStep = step;
        }
    }

    /** How far the machine's clock is from the one that counts since the start. */
    private long offset() {
        long offset = 0;
        for (int i = 0; i < READINGS; i++) {
            long before = nanoTime.getAsLong();
            long wall = wallMillis.getAsLong();
            long reading = (nanoTime.getAsLong() - before) / 1_000_000;
            offset = wall - before / 1_000_000;
            if (reading <= LONGEST_READING_MILLIS) {
                break;
            }
        }
        return offset;
    }
}
