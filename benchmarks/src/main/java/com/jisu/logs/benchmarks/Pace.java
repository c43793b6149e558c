package com.jisu.logs.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** For what is sent at fixed times. */
final class Pace {

    private Pace() {}

    /** Returns at a time of {@link System#nanoTime}, at once if it has passed; never early. */
    static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
