package com.jisu.logs.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final AtomicInteger told = new AtomicInteger();

    private Window window(int announced) {
        return new Window(LumberjackDecoder.VERSION_2, announced, 0, told::incrementAndGet);
    }

    private Window windowOf(int events) {
        Window window = window(events);
        IntStream.rangeClosed(1, events).forEach(window::add);
        return window;
    }

    @Test
    void a_window_is_confirmed_when_its_last_event_is() {
        Window window = windowOf(2);
        window.confirm(0, 10);
        assertThat(window.isConfirmed()).isFalse();
        assertThat(window.partialSequence()).isEqualTo(1);

        window.confirm(1, 10);

        assertThat(window.isConfirmed()).isTrue();
        assertThat(window.lastSequence()).isEqualTo(2);
    }

    @Test
    void a_partial_acknowledgement_is_never_that_of_the_whole_window() {
        Window window = windowOf(2);
        window.confirm(0, 10);
        window.confirm(1, 10);

        assertThat(window.partialSequence()).isEqualTo(1);
        assertThat(window.hasMoreToAcknowledge()).isFalse();
    }

    @Test
    void an_event_that_kafka_has_before_an_earlier_one_waits_for_it() {
        Window window = windowOf(4);
        window.confirm(2, 10);
        window.confirm(1, 10);
        assertThat(window.hasMoreToAcknowledge()).isFalse();
        assertThat(window.partialSequence()).isZero();

        window.confirm(0, 10);

        assertThat(window.partialSequence()).isEqualTo(3);
    }

    @RepeatedTest(20)
    void confirmed_in_any_order_what_is_told_is_a_run_from_the_start() {
        long seed = new Random().nextLong();
        List<Integer> order = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Window window = windowOf(100);
        boolean[] confirmed = new boolean[101];
        for (int index : order) {
            window.confirm(index, 1);
            confirmed[index] = true;
            int run = (int) IntStream.range(0, 101).takeWhile(i -> confirmed[i]).count();
            assertThat(window.partialSequence()).as("seed %d", seed).isEqualTo(Math.min(run, 99));
            assertThat(window.isConfirmed()).as("seed %d", seed).isEqualTo(run == 100);
        }
        assertThat(window.takeSettledBytes()).isEqualTo(100);
    }

    @Test
    void a_window_cut_short_is_confirmed_with_what_it_has() {
        Window window = window(10);
        window.add(1);
        window.add(2);
        window.confirm(0, 10);
        window.confirm(1, 10);
        assertThat(window.isConfirmed()).isFalse();
        assertThat(window.partialSequence()).isEqualTo(2);

        window.cutShort();

        assertThat(window.isConfirmed()).isTrue();
        assertThat(window.lastSequence()).isEqualTo(2);
    }

    @Test
    void a_window_cut_short_behind_an_event_that_was_acknowledged_is_acknowledged() {
        Window window = window(10);
        window.add(1);
        window.confirm(0, 10);
        window.add(2);
        assertThat(window.partialSequence()).isEqualTo(1);
        window.confirm(1, 10);
        assertThat(window.partialSequence()).isEqualTo(2);
        assertThat(window.isAcknowledged()).isFalse();

        window.cutShort();

        assertThat(window.isAcknowledged()).isTrue();
        assertThat(window.partialSequence()).isEqualTo(2); // never back
    }

    @Test
    void a_window_cut_short_of_which_nothing_could_be_told_is_not_acknowledged() {
        Window window = window(10);
        window.add(7);
        window.add(5);
        window.confirm(0, 10);
        window.confirm(1, 10);
        assertThat(window.partialSequence()).isZero();

        window.cutShort();

        assertThat(window.isAcknowledged()).isFalse();
    }

    @Test
    void numbers_may_start_anywhere_and_wrap() {
        Window window = window(3);
        window.add(-2);
        window.add(-1);
        window.add(0);
        window.confirm(0, 10);

        assertThat(window.partialSequence()).isEqualTo(-2);
        assertThat(window.lastSequence()).isZero();
    }

    @Test
    void numbers_that_do_not_count_up_are_acknowledged_only_by_the_last() {
        Window window = window(3);
        window.add(7);
        window.add(5);
        window.add(9);
        window.confirm(0, 10);
        window.confirm(1, 10);
        assertThat(window.hasMoreToAcknowledge()).isFalse();
        assertThat(window.partialSequence()).isZero();

        window.confirm(2, 10);

        assertThat(window.lastSequence()).isEqualTo(9);
    }

    @Test
    void a_refused_event_keeps_the_window_from_being_confirmed() {
        Window window = windowOf(2);
        window.fail(10, new IllegalStateException("no"));
        window.confirm(1, 10);

        assertThat(window.isConfirmed()).isFalse();
        assertThat(window.isSettled()).isTrue();
        assertThat(window.failure()).hasMessage("no");
        assertThat(window.takeSettledBytes()).isEqualTo(20);
    }

    @Test
    void progress_is_told_in_steps_and_at_the_end() {
        Window window = windowOf(2048);
        for (int i = 0; i < 2048; i++) {
            window.confirm(i, 1);
        }

        assertThat(told.get()).isBetween(8, 10);
    }

    @Test
    void of_a_small_window_only_the_end_is_told() {
        Window window = windowOf(25);
        for (int i = 0; i < 24; i++) {
            window.confirm(i, 1);
        }
        assertThat(told.get()).isZero();

        window.confirm(24, 1);

        assertThat(told.get()).isEqualTo(1);
    }

    @Test
    void progress_in_bytes_is_told_however_many_events_are_left() {
        Window window = windowOf(2048);
        window.confirm(0, 300_000);

        assertThat(told.get()).isEqualTo(1);
        assertThat(window.takeSettledBytes()).isEqualTo(300_000);
        assertThat(window.takeSettledBytes()).isZero();
    }
}
