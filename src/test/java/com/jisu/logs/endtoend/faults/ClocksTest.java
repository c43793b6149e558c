package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that step, and clocks that differ. A part of the fault suite, with less load: it is about the clocks. */
@Tag("faults")
class ClocksTest {

    private static final double RATE = 1_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @BeforeEach
    void needsLibfaketime() {
        assumeTrue(OwnClock.isPossible(), "libfaketime is not here (Debian: apt-get install faketime)");
    }

    @Test
    void each_roles_clock_steps_back_and_forward_by_an_hour() throws Exception {
        Map<Role, OwnClock> clocks = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            clocks.put(role, new OwnClock(directory.resolve("clock-of-" + role), Duration.ZERO));
        }
        try (Scenario scenario = Scenario.start(
                "clocks step", directory, 1, RATE, new Deployment.Clocks(clocks, Optional.empty()), List.of())) {
            for (Role role : List.of(Role.STREAMS, Role.SINK, Role.INGEST)) {
                scenario.strike(role + ": an hour back", () -> step(scenario, role, clocks.get(role), -1));
                scenario.strike(role + ": an hour forward", () -> step(scenario, role, clocks.get(role), 0));
                scenario.strike(role + ": an hour ahead", () -> step(scenario, role, clocks.get(role), 1));
            }
            // While the sink's clock was wrong, and after.
            assertThat(scenario.deployment().role(Role.SINK).metric("jisu_logs_sink_delay_seconds_max"))
                    .as("longest delay of the last minutes, in seconds")
                    .isLessThan(600);
            scenario.finish();
        }
    }

    /** Long enough for a member that sends no heartbeats to be put out of its group. */
    private static void step(Scenario scenario, Role role, OwnClock clock, int hoursAhead) throws Exception {
        int before = scenario.deployment().role(role).log().split("clock stepped", -1).length;
        clock.set(Duration.ofHours(hoursAhead));
        scenario.awaitLog(role, "clock stepped", before);
        scenario.pause(20_000, 25_000);
    }

    @Test
    void roles_brokers_and_shippers_have_clocks_that_differ_by_days() throws Exception {
        Map<Role, OwnClock> clocks = Map.of(
                Role.INGEST, new OwnClock(directory.resolve("clock-of-ingest"), Duration.ofDays(2)),
                Role.STREAMS, new OwnClock(directory.resolve("clock-of-streams"), Duration.ofDays(-2)),
                Role.SINK, new OwnClock(directory.resolve("clock-of-sink"), Duration.ofHours(30)));
        OwnClock ofBrokers = new OwnClock(directory.resolve("clock-of-brokers"), Duration.ofDays(-1));
        try (Scenario scenario = Scenario.start(
                "clocks differ",
                directory,
                1,
                RATE,
                new Deployment.Clocks(clocks, Optional.of(ofBrokers)),
                List.of(Duration.ofDays(2), Duration.ofDays(-2), Duration.ZERO, Duration.ofHours(-1)))) {
            scenario.strike("nothing more", () -> scenario.pause(20_000, 30_000));
            scenario.strike(
                    "streams killed", () -> scenario.kill(scenario.deployment().role(Role.STREAMS)));
            scenario.finish();
        }
    }
}
