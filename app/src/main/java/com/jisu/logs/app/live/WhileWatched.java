package com.jisu.logs.app.live;

import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs for as long as somebody looks: {@link #look} starts it, and a while without another look ends it.
 *
 * <p>Thread-safe. The task runs on the thread only; it asks {@link #watched} and returns when nobody looks.
 */
final class WhileWatched implements AutoCloseable {

    /** What there is to do; it may throw what Kafka throws, and is run again after a pause. */
    interface Task {
        void run() throws Exception;

        /** Told of a failure before the task is run again. */
        void failed(Exception e);
    }

    private static final Logger LOG = LoggerFactory.getLogger(WhileWatched.class);
    private static final long RETRY_MILLIS = 2_000;

    private final String name;
    private final Duration patience;
    private final Task task;
    private Thread thread;
    private volatile long lastLook;
    private volatile boolean closed;

    /** @param patience how long the thread goes on without a look */
    WhileWatched(String name, Duration patience, Task task) {
        this.name = name;
        this.patience = patience;
        this.task = task;
    }

    /** Somebody looks. */
    synchronized void look() {
        lastLook = System.nanoTime();
        if (thread == null && !closed) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Whether the task is to go on. */
    boolean watched() {
        return !closed && System.nanoTime() - lastLook < patience.toNanos();
    }

    /** Waits; returns early when closed. */
    synchronized void pause(long millis) throws InterruptedException {
        if (!closed && millis > 0) {
            wait(millis);
        }
    }

    private void run() {
        try {
            do {
                attempt();
            } while (!finished());
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("{} was interrupted", name);
        }
    }

    private void attempt() throws InterruptedException {
        try {
            task.run();
        } catch (InterruptedException | InterruptException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug("{} failed, again in {} ms", name, RETRY_MILLIS, e);
            task.failed(e);
            pause(RETRY_MILLIS);
        }
    }

    /** Decides under the lock of {@link #look}, so that a look is never lost between the last check and the end. */
    private synchronized boolean finished() {
        if (watched()) {
            return false;
        }
        thread = null;
        return true;
    }

    /** Ends the thread, which is interrupted where it waits for a Kafka that is away. Takes at most a few seconds. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running != null) {
            try {
                running.join(2_000);
                running.interrupt();
                running.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
