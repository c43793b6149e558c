package com.jisu.logs.ingest.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {

    private static final int TURN = InFlightBudget.TURN_BYTES;

    private final InFlightBudget budget = new InFlightBudget(3 * TURN);
    private final List<String> turns = new ArrayList<>();

    private Runnable turnOf(String name) {
        return () -> turns.add(name);
    }

    @Test
    void it_is_free_up_to_its_limit() {
        budget.take(3 * TURN - 1);
        assertThat(budget.isFree()).isTrue();
        budget.take(500);
        assertThat(budget.isFree()).isFalse();
        assertThat(budget.used()).isEqualTo(3 * TURN + 499);
    }

    @Test
    void who_waits_is_given_turns_in_order_as_room_comes_back() {
        budget.take(3 * TURN);
        budget.awaitTurn(turnOf("a"));
        budget.awaitTurn(turnOf("b"));
        budget.awaitTurn(turnOf("c"));
        assertThat(turns).isEmpty();

        budget.release(TURN);
        assertThat(turns).containsExactly("a");
        budget.take(TURN);
        budget.endTurn();
        assertThat(turns).containsExactly("a");
        budget.release(2 * TURN);

        assertThat(turns).containsExactly("a", "b", "c");
    }

    @Test
    void it_is_not_free_while_somebody_waits() {
        budget.take(3 * TURN);
        budget.awaitTurn(turnOf("a"));
        budget.awaitTurn(turnOf("b"));
        budget.release(TURN);

        assertThat(budget.isFree()).isFalse();
    }

    @Test
    void a_turn_that_takes_nothing_makes_room_for_the_next() {
        budget.take(3 * TURN);
        budget.awaitTurn(turnOf("a"));
        budget.awaitTurn(turnOf("b"));
        budget.release(TURN);
        budget.endTurn();

        assertThat(turns).containsExactly("a", "b");
    }

    @Test
    void who_comes_to_wait_when_there_is_room_again_has_its_turn_at_once() {
        budget.awaitTurn(turnOf("a"));

        assertThat(turns).containsExactly("a");
    }

    @Test
    void a_budget_smaller_than_a_turn_gives_one_at_a_time() {
        InFlightBudget small = new InFlightBudget(1000);
        small.take(1000);
        small.awaitTurn(turnOf("a"));
        small.awaitTurn(turnOf("b"));
        small.release(1);
        assertThat(turns).containsExactly("a");

        small.endTurn();

        assertThat(turns).containsExactly("a", "b");
    }

    @Test
    void who_has_left_is_given_no_turn() {
        Runnable a = turnOf("a");
        budget.take(3 * TURN);
        budget.awaitTurn(a);
        budget.awaitTurn(turnOf("b"));
        budget.cancel(a);
        budget.release(TURN);

        assertThat(turns).containsExactly("b");
    }

    @Test
    void turns_are_never_lost_among_threads() throws Exception {
        int threads = 4;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(threads * each);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                for (int j = 0; j < each; j++) {
                    budget.awaitTurn(() -> executor.execute(() -> {
                        budget.take(TURN);
                        budget.endTurn();
                        executor.execute(() -> {
                            budget.release(TURN);
                            done.countDown();
                        });
                    }));
                }
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(budget.used()).isZero();
        assertThat(budget.isFree()).isTrue();
    }
}
