package com.jisu.logs.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static List<Patience> ofAge(Duration age) {
        return Stream.generate(() -> new Patience(
                        TestSettings.DEFAULT.withMaxConnectionAge(age).timeouts()))
                .limit(1000)
                .toList();
    }

    private static long nanoTimeIn(long seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    private static long old(List<Patience> connections, long nanoTime) {
        return connections.stream()
                .filter(patience -> patience.isMaxAge(nanoTime))
                .count();
    }

    @Test
    void connections_of_one_age_come_to_their_end_one_after_the_other() {
        List<Patience> connections = ofAge(Duration.ofSeconds(10_000));

        List<Long> atTimes = IntStream.rangeClosed(0, 4)
                .mapToObj(i -> old(connections, nanoTimeIn(8_900 + i * 550)))
                .toList();

        assertThat(atTimes.get(0)).isZero();
        assertThat(atTimes.get(1)).isBetween(100L, 400L);
        assertThat(atTimes.get(2)).isBetween(atTimes.get(1) + 100, 700L);
        assertThat(atTimes.get(4)).isEqualTo(1000);
    }

    @Test
    void without_a_maximum_no_connection_is_too_old() {
        assertThat(old(ofAge(Duration.ZERO), nanoTimeIn(1_000_000_000))).isZero();
    }
}
