package com.jisu.logs.sink.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff with full jitter: clients that failed together do not come back together.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and jitter</a>
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Backoff() {}

    /**
     * How long to wait, in nanoseconds.
     *
     * @param attempt how many tries failed so far, from 1
     */
    public static long nanos(int attempt) {
        long bound = FIRST.toNanos() << Math.min(attempt - 1, 20);
        return ThreadLocalRandom.current().nextLong(Math.min(bound, LONGEST.toNanos())) + 1;
    }
}
