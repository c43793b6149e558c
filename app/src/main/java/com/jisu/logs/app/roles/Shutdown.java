package com.jisu.logs.app.roles;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the parts when the process is told to stop (Ctrl-C, SIGTERM), or when the start fails half-way.
 *
 * <p>Thread-safe: the JVM's shutdown hook and the main thread may meet here.
 */
public final class Shutdown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Parts parts = new Parts();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "shutdown");
    private volatile Runnable announcement = () -> {};

    public Shutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Adds a part that must be closed; the last one added is closed first. */
    public <T extends AutoCloseable> T register(T part) {
        return parts.add(part);
    }

    /** Sets what is said when the process is told to stop, before the first part is closed. */
    public void onStop(Runnable announcement) {
        this.announcement = announcement;
    }

    /** Waits until the process has been told to stop and everything has been closed. */
    public void await() throws InterruptedException {
        stopped.await();
    }

    /** The same for at most this long; whether it has. */
    boolean await(Duration bound) throws InterruptedException {
        return stopped.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        announcement.run();
        parts.close();
        stopped.countDown();
    }

    /** Closes everything now. Waits where a stop is under way already. */
    @Override
    public void close() {
        parts.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is stopping already", e);
        }
    }
}
