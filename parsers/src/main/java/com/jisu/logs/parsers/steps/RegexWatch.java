package com.jisu.logs.parsers.steps;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.joni.Matcher;

/**
 * Ends matches of regular expressions that take too long. Has a daemon thread, which sleeps while nothing matches. Thread-safe.
 */
public final class RegexWatch implements AutoCloseable {

    private static final long TICK_NANOS = 20_000_000;

    /** Looks in vain before it sleeps until it is woken. */
    private static final int PATIENCE = 50;

    /** A match under way on a thread. */
    private static final class Slot {
        private volatile Matcher matcher;
        private volatile long deadline;
    }

    private final Map<Thread, Slot> slots = new ConcurrentHashMap<>();
    private final ThreadLocal<Slot> own = ThreadLocal.withInitial(this::slot);
    private final Thread thread = new Thread(this::watch, "regex-watch");
    private volatile boolean asleep;
    private volatile boolean closed;

    public RegexWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    private Slot slot() {
        Slot slot = new Slot();
        slots.put(Thread.currentThread(), slot);
        return slot;
    }

    /**
     * Searches as joni does.
     *
     * @return where the match begins; negative if there is none, {@link Matcher#INTERRUPTED} where it took too long
     */
    public int search(Matcher matcher, int from, int to, int options, long limitMillis) {
        Slot slot = own.get();
        slot.deadline = System.nanoTime() + limitMillis * 1_000_000;
        slot.matcher = matcher;
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
        try {
            return matcher.searchInterruptible(from, to, options);
        } catch (InterruptedException e) {
            return Matcher.INTERRUPTED;
        } finally {
            slot.matcher = null;
        }
    }

    private void watch() {
        int idle = 0;
        while (!closed) {
            idle = look() ? 0 : idle + 1;
            if (idle <= PATIENCE) {
                LockSupport.parkNanos(this, TICK_NANOS);
                continue;
            }
            asleep = true;
            if (!look()) { // a match that began meanwhile may not have seen that
                LockSupport.park(this);
            }
            asleep = false;
            idle = 0;
        }
    }

    /** Ends what takes too long; says whether anything matches. */
    private boolean look() {
        boolean busy = false;
        long now = System.nanoTime();
        for (Map.Entry<Thread, Slot> each : slots.entrySet()) {
            Matcher matcher = each.getValue().matcher;
            busy |= matcher != null;
            if (matcher != null && now - each.getValue().deadline > 0) {
                matcher.interrupt();
            } else if (!each.getKey().isAlive()) {
                slots.remove(each.getKey());
            }
        }
        return busy;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
