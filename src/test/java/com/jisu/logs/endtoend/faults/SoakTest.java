package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nothing grows with time; see docs/reliability.md. */
@Tag("soak")
class SoakTest {

    private static final Duration TIME = Duration.ofMinutes(Long.getLong("jisu.logs.soak.minutes", 30));

    /** For so long more is sent than can be indexed; then what waits in Kafka is. */
    private static final Duration SENDING = Duration.ofSeconds(20);

    /** The processes are warm by then. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double TOO_FAST = 100_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void at_half_of_the_maximum_rate_nothing_grows() throws Exception {
        double rate = Double.parseDouble(System.getProperty("jisu.logs.soak.rate", "0"));
        if (rate == 0) {
            rate = maximumRate() / 2;
        }
        try (Scenario scenario = Scenario.start("soak", directory.resolve("soak"), 1, rate)) {
            Growth growth = new Growth(scenario.deployment().roles());
            scenario.watch(TIME, growth::sample);
            scenario.finish();
            growth.assertFlat();
        }
    }

    private double maximumRate() throws Exception {
        Path own = directory.resolve("maximum");
        try (Deployment deployment = Deployment.start(own, 1)) {
            Load load = new Load(deployment.toIngest().port(), TOO_FAST);
            try (Recorder recorder = new Recorder(load, deployment.kafkaServers())) {
                Recorder.Sample before = recorder.awaitSample(WARM_UP.toSeconds());
                recorder.awaitSample(SENDING.toSeconds());
                load.abandon();
                Recorder.Sample after = before;
                while (after.indexed() < load.acknowledged().count()) {
                    after = recorder.awaitSample(after.at());
                    assertThat(after.at()).as("seconds until all is indexed").isLessThan(PATIENCE.toSeconds());
                }
                double rate = (after.indexed() - before.indexed()) / (after.at() - before.at());
                System.out.printf("maximum rate: %.0f events/s indexed%n", rate);
                return rate;
            } finally {
                load.abandon();
            }
        }
    }
}
