package com.jisu.logs.streams;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps streams from its work, said in the log once per change. {@link #isPresent} may be asked from any thread, the
 * rest is one thread's.
 */
final class Hindrance {

    private static final Logger LOG = LoggerFactory.getLogger(ParsingStreams.class);

    /** What comes and goes is said again after this time only. */
    private static final long QUIET_NANOS = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanoTime;
    private volatile String problem = "";
    private String said = "";
    private long saidNanos;
    private long sinceNanos;
    private boolean quiet;

    Hindrance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isPresent() {
        return !problem.isEmpty();
    }

    /** @param problem a line for the operator, which names the topic, the right or the directory */
    void is(String problem) {
        if (problem.equals(this.problem)) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (!isPresent()) {
            sinceNanos = now;
        }
        this.problem = problem;
        quiet = problem.equals(said) && now - saidNanos < QUIET_NANOS;
        if (!quiet) {
            said = problem;
            saidNanos = now;
            LOG.warn("Streams waits: {}. It goes on by itself; what comes meanwhile is kept in Kafka", problem);
        }
    }

    void isOver() {
        if (isPresent()) {
            problem = "";
            if (!quiet) {
                LOG.info(
                        "Streams goes on, after {} s",
                        Duration.ofNanos(nanoTime.getAsLong() - sinceNanos).toSeconds());
            }
        }
    }
}
