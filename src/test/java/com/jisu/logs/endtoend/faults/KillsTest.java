package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The fault suite's short form: everything is killed once, and the next before the pipeline has caught up. */
class KillsTest {

    /** Little: this is about the kills, and other builds may run beside it. */
    private static final double RATE = 500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void every_process_is_killed_once_and_every_acknowledged_event_is_indexed_once() throws Exception {
        try (Scenario scenario = Scenario.start("short form", directory, 1, RATE)) {
            Deployment deployment = scenario.deployment();
            for (Role role : Role.values()) {
                scenario.strikeAtOnce(role + " killed", () -> scenario.kill(deployment.role(role)));
            }
            scenario.strikeAtOnce(
                    "broker killed", () -> scenario.kill(deployment.brokers().get(0)));
            scenario.strikeAtOnce("Elasticsearch killed", () -> scenario.kill(deployment.elasticsearch()));
            scenario.finish();
        }
    }
}
