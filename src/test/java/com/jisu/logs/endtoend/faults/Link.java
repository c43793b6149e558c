package com.jisu.logs.endtoend.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How well bytes get through at the moment. Thread-safe. */
final class Link {

    private long delayNanos;
    private boolean stalled;

    synchronized void stall() {
        stalled = true;
    }

    synchronized void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    synchronized void heal() {
        stalled = false;
        delayNanos = 0;
        notifyAll();
    }

    /** Waits until bytes that came at this {@link System#nanoTime} arrive at the other end. */
    synchronized void awaitArrival(long came) throws InterruptedException {
        long left = came + delayNanos - System.nanoTime();
        while (stalled || left > 0) {
            if (stalled) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            left = came + delayNanos - System.nanoTime();
        }
    }
}
