package com.jisu.logs.app.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.api.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private long nanos = -7;
    private final Liveness liveness = new Liveness(Role.STREAMS, () -> nanos);

    private void pass(Duration time, boolean hasWork, long progress) {
        for (long seconds = 0; seconds < time.toSeconds(); seconds += 5) {
            nanos += Duration.ofSeconds(5).toNanos();
            liveness.observe(hasWork, progress);
        }
    }

    @Test
    void a_role_that_does_nothing_of_its_work_hangs_after_five_minutes_and_is_hopeless_after_ten() {
        liveness.observe(true, 1);
        pass(Liveness.PATIENCE.minusSeconds(5), true, 1);
        assertThat(liveness.isLive()).isTrue();
        pass(Duration.ofSeconds(5), true, 1);
        assertThat(liveness.isLive()).isFalse();
        assertThat(liveness.isHopeless()).isFalse();
        pass(Duration.ofMinutes(5), true, 1);
        assertThat(liveness.isHopeless()).isTrue();
    }

    @Test
    void one_thing_done_is_enough() {
        for (int done = 0; done < 100; done++) {
            pass(Liveness.PATIENCE.minusSeconds(5), true, done);
            assertThat(liveness.isLive()).isTrue();
        }
    }

    @Test
    void without_work_or_while_others_are_away_it_may_do_nothing_for_ever() {
        pass(Duration.ofHours(10), false, 1);
        assertThat(liveness.isLive()).isTrue();
        pass(Liveness.PATIENCE.minusSeconds(5), true, 1);
        assertThat(liveness.isLive()).isTrue();
    }

    @Test
    void a_role_that_gets_on_again_is_live_again() {
        pass(Liveness.PATIENCE.plusMinutes(1), true, 1);
        assertThat(liveness.isLive()).isFalse();
        pass(Duration.ofSeconds(5), true, 2);
        assertThat(liveness.isLive()).isTrue();
    }
}
