package com.jisu.logs.records;

import java.time.Duration;

/**
 * When a reader of a topic polls next, and how long that poll may wait for records. Each poll costs the same, whatever it
 * brings; so where there is time, few of them bring much.
 *
 * <p>While records are left behind a poll, the next one follows at once. Else they gather: a reader that wakes up polls twice, as the
 * first poll brings what was fetched before it went to sleep, and the second what came meanwhile, and goes to sleep again.
 * What comes after silence is read at once. While nothing comes, polls become long, and still end as soon as something does.
 *
 * <p>Used by one thread. Times are those of {@link System#nanoTime}.
 */
public final class PollPace {

    /** From one waking up to the next. An event waits for half of it on average, in each of the two readers. */
    static final Duration GATHER = Duration.ofMillis(300);

    /** A reader that has got nothing for so long has committed what it had got. */
    static final Duration QUIET = Duration.ofSeconds(2);

    /** The longest poll: so late a reader notices at the worst that it is to end. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int POLLS_AWAKE = 2;

    private long woken;
    private long lastRecords;
    private int polls; // with records since it woke up

    /** @param now the time */
    public PollPace(long now) {
        woken = now;
        lastRecords = now;
    }

    /** For how many nanoseconds records are left to gather before the next poll; 0 for none. */
    public long nanosToGather(long now) {
        return polls < POLLS_AWAKE ? 0 : Math.max(0, woken + GATHER.toNanos() - now);
    }

    /**
     * How long the next poll may wait for records.
     *
     * @param usual while there is something else to do, such as to commit
     */
    public Duration patience(Duration usual, long now) {
        return now - lastRecords < QUIET.toNanos() || usual.compareTo(LONGEST) > 0 ? usual : LONGEST;
    }

    /** Something happened after which a reader has to look around as often as while records come. */
    public void disturbed(long now) {
        lastRecords = now;
    }

    /** A poll begins, and nothing gathers any more. */
    public void polls(long now) {
        if (polls >= POLLS_AWAKE) {
            polls = 0;
            woken = now;
        }
    }

    /**
     * A poll has ended.
     *
     * @param records how many it brought
     * @param more whether others are known to be there already
     */
    public void polled(int records, boolean more, long now) {
        if (records > 0) {
            lastRecords = now;
        }
        if (records == 0 || more) {
            polls = 0;
            woken = now;
        } else {
            polls++;
        }
    }
}
