package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clocks that step, and clocks that differ. A part of the fault suite, with less load: it is about the clocks. */
@Tag("faults")
class ClocksTest {

    private static final double RATE = 1_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @BeforeEach
    void needsCompiler() {
        assumeTrue(OwnClock.isPossible(), "a C compiler is not here (Debian: apt-get install gcc libc6-dev)");
    }

    @ParameterizedTest
    @EnumSource
    void a_roles_clock_steps_by_an_hour_back_and_forward(Role role) throws Exception {
        OwnClock clock = new OwnClock(directory.resolve("clock"), Duration.ZERO);
        try (Scenario scenario = Scenario.start(
                "clock of " + role + " steps",
                directory,
                1,
                RATE,
                new Deployment.Clocks(Map.of(role, clock), Optional.empty()),
                List.of())) {
            scenario.strike("an hour back", () -> step(scenario, role, clock, -1));
            scenario.strike("an hour forward", () -> step(scenario, role, clock, 0));
            scenario.strike("an hour ahead", () -> step(scenario, role, clock, 1));
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
