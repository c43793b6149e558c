package com.jisu.logs.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress(new TopicPartition("parsed", 0));

    @Test
    void nothing_is_committable_before_an_answer() {
        progress.begin(10, 2);
        assertThat(progress.toCommit()).isEmpty();
    }

    @Test
    void a_run_is_committable_once_all_of_it_is_answered_for() {
        Progress.Run run = progress.begin(10, 2);
        run.answered();
        assertThat(progress.toCommit()).isEmpty();
        run.answered();
        assertThat(progress.toCommit()).hasValue(10);
    }

    @Test
    void a_later_run_waits_for_an_earlier_one() {
        Progress.Run first = progress.begin(10, 1);
        Progress.Run second = progress.begin(25, 1);
        second.answered();
        assertThat(progress.toCommit()).isEmpty();
        first.answered();
        assertThat(progress.toCommit()).hasValue(25);
    }

    @Test
    void one_document_that_waits_keeps_nothing_of_what_is_answered_after_it() {
        Progress.Run first = progress.begin(1, 1);
        Progress.Run second = progress.begin(2, 1);
        for (int i = 3; i <= 1_000; i++) {
            progress.begin(i, 1).answered();
        }
        assertThat(progress.unansweredRuns()).isEqualTo(2);
        first.answered();
        assertThat(progress.toCommit()).hasValue(1);
        second.answered();
        assertThat(progress.toCommit()).hasValue(1_000);
        assertThat(progress.unansweredRuns()).isZero();
    }

    @Test
    void what_was_committed_is_not_committed_again_unless_the_commit_failed() {
        progress.begin(10, 1).answered();
        progress.committed(10);
        assertThat(progress.toCommit()).isEmpty();
        progress.commitAgain();
        assertThat(progress.toCommit()).hasValue(10);
    }

    @Test
    void offsets_that_begin_again_are_committed_too() {
        progress.begin(10, 1).answered();
        progress.committed(10);
        progress.begin(3, 1).answered();
        assertThat(progress.toCommit()).hasValue(3);
    }

    @Test
    void answers_for_a_lost_partition_count_no_more() {
        Progress.Run run = progress.begin(10, 1);
        progress.lose();
        run.answered();
        assertThat(run.isLost()).isTrue();
        assertThat(progress.toCommit()).isEmpty();
    }

    @Test
    void in_any_order_of_answers_only_a_prefix_without_gaps_is_committable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int runs = 50;
        int[] unanswered = new int[runs];
        List<Integer> answers = new ArrayList<>();
        List<Progress.Run> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            unanswered[i] = 1 + random.nextInt(5);
            all.add(progress.begin(i + 1, unanswered[i]));
            answers.addAll(Collections.nCopies(unanswered[i], i));
        }
        Collections.shuffle(answers, random);
        for (int i : answers) {
            all.get(i).answered();
            unanswered[i]--;
            int prefix = 0;
            while (prefix < runs && unanswered[prefix] == 0) {
                prefix++;
            }
            assertThat(progress.toCommit().orElse(0)).as("seed %d", seed).isEqualTo(prefix);
        }
    }
}
