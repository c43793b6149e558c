package com.jisu.logs.records.log;

import java.time.Duration;

/**
 * Something that is wrong for a while, and is said once per change: when it begins, when it becomes something else, and
 * when it is over.
 *
 * <p>One thread tells it; {@link #isSaid} may be called from any.
 */
public final class OncePerChange {

    private final OncePerInterval interval;
    private volatile String said;

    public OncePerChange() {
        this(Duration.ZERO);
    }

    /** @param quiet so long after something was said, nothing else is, except that it is over */
    public OncePerChange(Duration quiet) {
        this.interval = new OncePerInterval(quiet);
    }

    /** Whether to say what is wrong: it was not said before, or something else was. To be said then. */
    public boolean isNews(String what) {
        if (what.equals(said) || !interval.isDue()) {
            return false;
        }
        said = what;
        return true;
    }

    /** Whether something was said to be wrong, and not that it is over. */
    public boolean isSaid() {
        return said != null;
    }

    /** Nothing is wrong. Returns whether that is to be said: something was. */
    public boolean isOver() {
        boolean wasSaid = isSaid();
        said = null;
        return wasSaid;
    }
}
