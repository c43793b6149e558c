package com.jisu.logs.sink.bulk;

import com.jisu.logs.records.log.OncePerChange;
import com.jisu.logs.sink.api.Backoff;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Elasticsearch takes documents, and since when not; says so in the log once per change. Used by the sink's
 * thread.
 *
 * <p>An outage begins with a request that fails as a whole. It is over only when a bulk request succeeds: until then the
 * cluster is asked whether it is ready, and if so one request is tried.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** One connection cut is no news, nor is each reason of an outage: they change between reset and refused. */
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private enum Phase {
        NONE,
        DOWN,
        TRYING
    }

    private final Supplier<String> name;
    private final String servers;
    private Phase phase = Phase.DOWN;
    private long since = System.nanoTime();
    private long nextTry = since;
    private int failures;
    private final OncePerChange reason = new OncePerChange(LOG_INTERVAL);

    /**
     * @param name the kind of server, as far as is known
     * @param servers how the log names the cluster
     */
    Outage(Supplier<String> name, String servers) {
        this.name = name;
        this.servers = servers;
    }

    /** Whether Elasticsearch takes nothing, as far as is known. At the start it is not known to. */
    boolean isActive() {
        return phase != Phase.NONE;
    }

    /** Whether it is time to ask the cluster. */
    boolean isDue(long now) {
        return phase == Phase.DOWN && nextTry - now <= 0;
    }

    /** Whether the cluster says it is ready, so that one request may be tried. */
    boolean isTrying() {
        return phase == Phase.TRYING;
    }

    /** Nanoseconds until the next question to the cluster; not negative. */
    long nanosUntilDue(long now) {
        return Math.max(0, nextTry - now);
    }

    /** A request failed as a whole, or the cluster is not ready. */
    void failed(String why) {
        long now = System.nanoTime();
        if (phase == Phase.DOWN && nextTry - now > 0) {
            return; // of the requests in flight, all fail
        }
        if (phase == Phase.NONE) {
            since = now;
            failures = 0;
        }
        failures++;
        nextTry = now + Backoff.nanos(failures);
        phase = Phase.DOWN;
        if (reason.isNews(why)) {
            LOG.warn("{} at {} takes no documents: {}; waiting for it", name.get(), servers, why);
        }
    }

    /** The cluster answers and is prepared; whether it takes documents is yet to be seen. */
    void ready() {
        phase = Phase.TRYING;
    }

    /** A bulk request succeeded, or the cluster is ready and there is nothing to send. */
    void over() {
        if (phase == Phase.NONE) {
            return;
        }
        phase = Phase.NONE;
        if (reason.isOver()) {
            LOG.info(
                    "{} at {} takes documents again, after {} s",
                    name.get(),
                    servers,
                    Duration.ofNanos(System.nanoTime() - since).toSeconds());
        }
    }
}
