package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} on a disk of its own that fills up: a small tmpfs, where this user may mount one. */
class FullDiskTest {

    @TempDir
    private Path directory;

    @Test
    void a_disk_that_is_too_small_is_one_line_and_nothing_is_started() throws Exception {
        try (SmallDisk disk = new SmallDisk(60)) {
            Program dev = Program.run(directory, Dev.arguments(disk.path, "data", Dev.ANY_PORTS));

            assertThat(dev.exitCode()).isEqualTo(1);
            assertThat(dev.stderr())
                    .matches("jisu-logs: the disk of " + disk.path + "/data is full: \\d+ MiB are free, dev needs 256"
                            + " MiB; make room, or choose another folder with --data-dir\n");
            assertThat(disk.path.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_disk_that_fills_while_it_runs_is_one_line_and_it_ends() throws Exception {
        try (SmallDisk disk = new SmallDisk(400);
                Program dev = Dev.start(directory, disk.path.resolve("data").toString())) {
            String before = dev.stderr();
            disk.fill();

            await().atMost(Duration.ofMinutes(2)).until(dev::hasEnded);
            assertThat(dev.exitCode()).isEqualTo(1);
            assertThat(dev.stderr().substring(before.length()).lines().filter(line -> !line.contains(" INFO ")))
                    .singleElement()
                    .asString()
                    .matches(
                            "jisu-logs: the disk of " + disk.path
                                    + "/data is full: \\d+ MiB are free, dev needs 64 MiB;"
                                    + " make room, or choose another folder with --data-dir\\. What was acknowledged is kept\\.");
        }
    }

    private final class SmallDisk implements AutoCloseable {

        private final Path path;

        SmallDisk(int megabytes) throws Exception {
            path = Files.createDirectory(directory.resolve("disk"));
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString()),
                    "NOT TESTED: a full disk, because this user may not mount a small one");
        }

        void fill() throws IOException {
            byte[] megabyte = new byte[1 << 20];
            try (OutputStream file = Files.newOutputStream(path.resolve("filling"))) {
                while (true) {
                    file.write(megabyte);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
        }

        @Override
        public void close() {
            await().atMost(Duration.ofSeconds(60)).until(() -> run("umount", path.toString()));
        }

        private static boolean run(String... command) throws IOException {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        }
    }
}
