package com.jisu.logs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: one that works, one that only logs, one that does neither. */
class StartProgressTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    @Test
    void a_process_that_waits_for_nothing_has_stalled_after_the_patience() throws IOException {
        Process process = shell("sleep 600");
        StartProgress progress = progress(process);
        try {
            await().atMost(Duration.ofSeconds(60)).until(progress::hasStalled);
            assertThat(progress.sinceStart()).isGreaterThan(PATIENCE);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_process_that_computes_or_logs_has_not() throws IOException {
        for (String work : new String[] {"while :; do :; done", "while :; do echo line; sleep 1; done"}) {
            Process process = shell(work);
            StartProgress progress = progress(process);
            try {
                await().during(PATIENCE.multipliedBy(2))
                        .atMost(PATIENCE.multipliedBy(4))
                        .until(() -> !progress.hasStalled());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void a_process_that_stops_working_stalls_however_much_it_has_done() throws IOException {
        Process process = shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; exec sleep 600");
        StartProgress progress = progress(process);
        try {
            await().atMost(Duration.ofSeconds(120)).until(progress::hasStalled);
            assertThat(progress.cpu()).isPositive();
        } finally {
            process.destroyForcibly();
        }
    }

    private StartProgress progress(Process process) {
        return new StartProgress(
                PATIENCE,
                () -> process.info().totalCpuDuration().orElse(Duration.ZERO),
                () -> directory.resolve("log").toFile().length());
    }

    private Process shell(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }
}
