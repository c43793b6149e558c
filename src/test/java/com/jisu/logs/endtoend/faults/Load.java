package com.jisu.logs.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Several shippers that send events at a steady rate between them until they are told to end. What could not be sent in
 * time is sent as fast as possible later, as Filebeat reads on in its files.
 */
final class Load {

    static final int SHIPPERS = 4;

    private final Schedule schedule;
    private final Acknowledged acknowledged = new Acknowledged();
    private final List<Shipper> shippers = new ArrayList<>();

    /** @param rate events per second */
    Load(int beatsPort, double rate) {
        this(beatsPort, rate, List.of());
    }

    /** @param ahead how much the clock of each shipper is ahead of the true time; those without a word have the true one */
    Load(int beatsPort, double rate, List<Duration> ahead) {
        this.schedule = new Schedule(rate / SHIPPERS);
        for (int i = 0; i < SHIPPERS; i++) {
            shippers.add(
                    new Shipper(i, beatsPort, schedule, acknowledged, i < ahead.size() ? ahead.get(i) : Duration.ZERO));
        }
        shippers.forEach(Thread::start);
    }

    /** Events that should have been sent by now. */
    long due() {
        return schedule.due() * SHIPPERS;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    /** No new events from now on. */
    void end() {
        schedule.end();
    }

    /** Waits, after {@link #end}, until every event is acknowledged. */
    void awaitAcknowledged(long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (Shipper shipper : shippers) {
            shipper.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            if (shipper.isAlive()) {
                throw new AssertionError(acknowledged.count() + " of " + due() + " events acknowledged " + seconds
                        + " s after the last was sent");
            }
        }
    }

    /** Gives up what is not acknowledged. */
    void abandon() {
        schedule.end();
        shippers.forEach(Thread::interrupt);
    }
}
