package com.jisu.logs.app.dev;

import com.jisu.logs.app.logging.Logging;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends {@code dev} with one line when its disk is nearly full, before the servers find out in their ways. Where the disk fills
 * sooner than that, what they log of it is not shown: the line says it all.
 *
 * <p>A thread of its own looks; whoever logs a warning or an error makes it look at once. Thread-safe.
 */
final class DiskWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** How long the servers may take to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DiskSpace disk;
    private final AtomicBoolean said = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private DiskWatch(DiskSpace disk) {
        this.disk = disk;
    }

    /** Looks from now on. */
    static DiskWatch start(DiskSpace disk) {
        DiskWatch watch = new DiskWatch(disk);
        Logging.hideWhere(watch::isFull);
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (!watch.isFull() && before != null) {
                before.uncaughtException(thread, e);
            } else if (!watch.isFull()) {
                e.printStackTrace();
            }
        });
        Thread thread = new Thread(watch::run, "disk-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Whether the disk is, or was, too full to go on; then the program is ending. */
    boolean isFull() {
        return said.get() || look();
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS) && !look()) {
                // there is room
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        Optional<String> problem = closed.getCount() == 0 ? Optional.empty() : disk.problem(DiskSpace.TO_RUN);
        if (problem.isPresent() && said.compareAndSet(false, true)) {
            System.err.println("jisu-logs: " + problem.get() + ". What was acknowledged is kept.");
            end();
        }
        return problem.isPresent();
    }

    /** In good order where that is possible: the roles and the servers stop in the JVM's shutdown hook. */
    private static void end() {
        Thread stop = new Thread(() -> System.exit(1), "disk-full");
        stop.setDaemon(true);
        stop.start();
        Thread halt = new Thread(DiskWatch::halt, "disk-full-halt");
        halt.setDaemon(true);
        halt.start();
    }

    private static void halt() {
        try {
            TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
