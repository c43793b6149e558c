package com.jisu.logs.app.roles;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started and must be closed again, last first. A part that fails to close is logged and does not keep the
 * others open. Thread-safe; each part is closed once.
 */
public final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Adds a part; it is closed at once where the others have been closed already. */
    public <T extends AutoCloseable> T add(T part) {
        return add(part, open::addFirst);
    }

    /** Adds a part that is closed after all that are there. */
    <T extends AutoCloseable> T addBelow(T part) {
        return add(part, open::addLast);
    }

    private <T extends AutoCloseable> T add(T part, Consumer<AutoCloseable> place) {
        boolean late;
        synchronized (open) {
            late = closed;
            if (!late) {
                place.accept(part);
            }
        }
        if (late) {
            close(part);
        }
        return part;
    }

    /** Closes all. A second caller waits until the first is done. */
    @Override
    public synchronized void close() {
        AutoCloseable part = next();
        while (part != null) {
            close(part);
            part = next();
        }
    }

    private AutoCloseable next() {
        synchronized (open) {
            AutoCloseable part = open.poll();
            closed = part == null;
            return part;
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("Stopping {} failed", part.getClass().getSimpleName(), e);
        }
    }
}
