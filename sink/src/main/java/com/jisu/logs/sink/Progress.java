package com.jisu.logs.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one partition is answered for. Answers come in any order; only what has nothing unanswered before it may be
 * committed. Used by the sink's thread alone.
 */
final class Progress {

    private final TopicPartition partition;
    private final Deque<Run> runs = new ArrayDeque<>();
    private long committable = -1;
    private long committed = -1;
    private boolean lost;

    Progress(TopicPartition partition) {
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
    Run begin(long nextOffset, int documents) {
        Run run = new Run(nextOffset, documents);
        runs.addLast(run);
        return run;
    }

    /** The offset to commit, if there is one that {@link #committed} has not been told of. */
    OptionalLong toCommit() {
        return committable > committed ? OptionalLong.of(committable) : OptionalLong.empty();
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
    void lose() {
        lost = true;
        runs.clear();
    }

    /** Consecutive records that are committed together. */
    final class Run {
        private final long nextOffset;
        private int unanswered;

        private Run(long nextOffset, int documents) {
            this.nextOffset = nextOffset;
            this.unanswered = documents;
        }

        boolean isLost() {
            return lost;
        }

        void answered() {
            unanswered--;
            while (!runs.isEmpty() && runs.getFirst().unanswered == 0) {
                committable = runs.removeFirst().nextOffset;
            }
        }
    }
}
