package com.jisu.logs.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the GeoIP databases looked at again and again, so that a newer file is in use soon after it has taken the old one's
 * place. A thread of its own does it; {@link #close} does not wait for it.
 */
final class GeoIpRefresh implements AutoCloseable {

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(GeoIpRefresh.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "geoip-refresh");
        thread.setDaemon(true);
        return thread;
    });

    private GeoIpRefresh() {}

    /** @param refresh replaces what has changed and tells whether anything had */
    static GeoIpRefresh start(BooleanSupplier refresh, Duration period) {
        GeoIpRefresh started = new GeoIpRefresh();
        started.thread.scheduleWithFixedDelay(
                () -> once(refresh), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return started;
    }

    private static void once(BooleanSupplier refresh) {
        try {
            if (refresh.getAsBoolean()) {
                LOG.info("Newer GeoIP databases are in use");
            }
        } catch (RuntimeException e) {
            LOG.warn("The GeoIP databases could not be looked at: {}", e.toString()); // the next time is soon
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
