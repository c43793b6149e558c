package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.ingest.IngestSettings.Limits;
import com.jisu.logs.ingest.IngestSettings.Timeouts;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {

    @Test
    void values_that_cannot_be_are_refused_by_their_key() {
        assertRefused(() -> IngestSettings.DEFAULT.withPort(65536), "ingest.port must be from 0 to 65535, not 65536");
        assertRefused(() -> IngestSettings.DEFAULT.withHost(" "), "ingest.host");
        Limits limits = Limits.DEFAULT;
        assertRefused(
                () -> limits.withSizes(Limits.LARGEST_EVENT + 1, 1 << 26, 1 << 29),
                "ingest.max-event-bytes must be from 1024 to 10469376, not 10469377");
        assertRefused(() -> limits.withSizes(2000, 1999, 1 << 29), "ingest.max-frame-bytes must be from 2000");
        assertRefused(() -> limits.withSizes(2000, 3000, 2999), "ingest.max-inflated-bytes must be at least 3000");
        assertRefused(() -> limits.withInFlight(1 << 19, 1 << 19), "ingest.max-in-flight-bytes must be at least");
        assertRefused(() -> limits.withInFlight(1 << 20, 1 << 21), "ingest.max-connection-in-flight-bytes");
        assertRefused(() -> limits.withConnections(0, 0), "ingest.max-connections must be from 1");
        assertRefused(() -> limits.withConnections(10, 11), "ingest.max-connections-per-address must be from 1 to 10");
        Timeouts timeouts = Timeouts.DEFAULT;
        assertRefused(() -> timeouts.withShutdown(Duration.ZERO), "ingest.shutdown-timeout must be longer than 0");
        assertRefused(
                () -> timeouts.withKafka(Duration.ofSeconds(-1), Duration.ofSeconds(1)), "ingest.keep-alive must be");
        assertRefused(() -> timeouts.withMaxConnectionAge(Duration.ofSeconds(-1)), "ingest.max-connection-age must be");
    }

    private static void assertRefused(ThrowingCallable change, String message) {
        assertThatThrownBy(change).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void time_is_looked_at_often_enough_for_the_shortest_timeout() {
        assertThat(Timeouts.DEFAULT.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Timeouts.DEFAULT.withMaxConnectionAge(Duration.ofMillis(500)).tick())
                .isEqualTo(Duration.ofMillis(100));
    }
}
