package com.jisu.logs.app.roles;

import com.jisu.logs.app.api.Role;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a role that has work gets on with it, said in the log once per change. A role that waits for a server, a topic or
 * a right has none: a new start would not bring them.
 *
 * <p>One thread observes, about every five seconds; the answers may be read from any.
 */
final class Liveness {

    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

    /**
     * For so long a role may do nothing before it is taken for one that hangs. Longer than a rebalance, the restoring of a
     * store, and every timeout of Kafka's clients (120 s).
     */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** For so long a role that hangs is left to whoever watches the process; then the process ends by itself. */
    static final Duration LAST = PATIENCE.multipliedBy(2);

    private final Role role;
    private final LongSupplier nanoTime;
    private long progress = Long.MIN_VALUE;
    private long sinceNanos;
    private volatile Duration idle = Duration.ZERO;

    /** @param nanoTime {@link System#nanoTime()}, or a test's */
    Liveness(Role role, LongSupplier nanoTime) {
        this.role = role;
        this.nanoTime = nanoTime;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /**
     * Takes note of what the role does.
     *
     * @param hasWork whether there is work, and all that it needs from others
     * @param progress a number that changes when something has been done
     */
    void observe(boolean hasWork, long progress) {
        long now = nanoTime.getAsLong();
        if (!hasWork || progress != this.progress) {
            sinceNanos = now;
        }
        this.progress = progress;
        boolean before = isLive();
        idle = Duration.ofNanos(now - sinceNanos);
        if (before && !isLive()) {
            LOG.error(
                    "The role {} has work and did none of it for {} minutes: /health/live says so, and it ends in {} minutes",
                    role,
                    PATIENCE.toMinutes(),
                    LAST.minus(PATIENCE).toMinutes());
        } else if (!before && isLive()) {
            LOG.info("The role {} gets on with its work again", role);
        }
    }

    /** False while it hangs. */
    boolean isLive() {
        return idle.compareTo(PATIENCE) < 0;
    }

    /** Whether it hung for so long that the process should end. */
    boolean isHopeless() {
        return idle.compareTo(LAST) >= 0;
    }
}
