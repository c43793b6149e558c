package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {

    private final InFlightBudget budget = new InFlightBudget(1000);
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void it_is_exhausted_at_its_limit() {
        budget.take(999);
        assertThat(budget.isExhausted()).isFalse();
        budget.take(500);
        assertThat(budget.isExhausted()).isTrue();
        assertThat(budget.used()).isEqualTo(1499);
    }

    @Test
    void who_waits_is_woken_once_when_a_quarter_is_free() {
        budget.take(1000);
        budget.whenAvailable(woken::incrementAndGet);
        budget.release(200);
        assertThat(woken).hasValue(0);

        budget.release(50);
        budget.release(50);

        assertThat(woken).hasValue(1);
    }

    @Test
    void who_comes_to_wait_when_there_is_room_again_is_woken_at_once() {
        budget.whenAvailable(woken::incrementAndGet);

        assertThat(woken).hasValue(1);
    }

    @Test
    void large_events_reserve_up_to_half_of_it() {
        assertThat(budget.reserve(300)).isTrue();
        assertThat(budget.reserve(201)).isFalse();
        assertThat(budget.reserve(200)).isTrue();
        assertThat(budget.reserved()).isEqualTo(500);
    }

    @Test
    void an_event_larger_than_all_the_room_is_received_alone() {
        assertThat(budget.reserve(5000)).isTrue();
        assertThat(budget.reserve(1)).isFalse();
        budget.releaseReserved(5000);
        assertThat(budget.reserve(1)).isTrue();
    }

    @Test
    void who_waits_for_a_reservation_is_woken_by_each_that_is_given_back() {
        budget.reserve(500);
        budget.whenReservable(woken::incrementAndGet);
        budget.release(0); // of the other kind
        assertThat(woken).hasValue(0);

        budget.releaseReserved(500);

        assertThat(woken).hasValue(1);
        budget.whenReservable(woken::incrementAndGet);
        assertThat(woken).as("with nobody holding one").hasValue(2);
    }
}
