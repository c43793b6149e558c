package com.jisu.logs.sink.kafka;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one partition is answered for. Answers come in any order; only what has nothing unanswered before it may be
 * committed. Used by the sink's thread alone.
 *
 * <p>A run that is answered for joins the one before it. So one document that waits for days, for a closed index, keeps a
 * single run in memory and not all that came after it.
 */
public final class Progress {

    private final TopicPartition partition;

    /** Between the last and the first of the runs that are not answered for: they are a ring, in the order of offsets. */
    private final Run ends = new Run(-1, 0);

    private int runs;
    private long committable = -1;
    private long committed = -1;
    private boolean lost;

    public Progress(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    /**
     * Begins the next run of records, later than all before it.
     *
     * @param nextOffset the offset to commit once all of them are answered for
     * @param documents how many there are, at least 1
     */
    public Run begin(long nextOffset, int documents) {
        Run run = new Run(nextOffset, documents);
        run.previous = ends.previous;
        run.next = ends;
        ends.previous.next = run;
        ends.previous = run;
        runs++;
        return run;
    }

    /** The offset to commit, if there is one that {@link #committed} has not been told of. */
    public OptionalLong toCommit() {
        // Not only a higher one: in a topic that was made again offsets begin at 0.
        return committable != committed ? OptionalLong.of(committable) : OptionalLong.empty();
    }

    /** A commit of this offset is on its way. */
    void committed(long offset) {
        committed = offset;
    }

    /** A commit failed: the next one is to say it again. */
    void commitAgain() {
        committed = -1;
    }

    /** The partition belongs to another consumer now; nothing of it counts any more. */
    public void lose() {
        lost = true;
        ends.next = ends;
        ends.previous = ends;
        runs = 0;
    }

    /** Runs that are kept because something in them is unanswered. */
    int unansweredRuns() {
        return runs;
    }

    /** Consecutive records that are committed together. */
    public final class Run {
        private long nextOffset;
        private int unanswered;
        private Run previous = this;
        private Run next = this;

        private Run(long nextOffset, int documents) {
            this.nextOffset = nextOffset;
            this.unanswered = documents;
        }

        public boolean isLost() {
            return lost;
        }

        public void answered() {
            unanswered--;
            if (unanswered == 0 && !lost) {
                leave();
            }
        }

        private void leave() {
            if (previous == ends) {
                committable = nextOffset;
            } else {
                previous.nextOffset = nextOffset; // what comes with it can not be committed sooner
            }
            previous.next = next;
            next.previous = previous;
            runs--;
        }
    }
}
