package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which a test sets while the process runs; what counts since the start (the monotonic clock)
 * stays true. By libfaketime (Debian: {@code apt-get install faketime}), which the process is started with.
 */
final class OwnClock {

    private final Path file;

    OwnClock(Path directory, Duration ahead) throws IOException {
        this.file = Files.createDirectories(directory).resolve("clock");
        set(ahead);
    }

    /** Whether this machine has libfaketime. */
    static boolean isPossible() {
        return library().isPresent();
    }

    private static Optional<Path> library() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketime.so.1"))
                .filter(Files::exists)
                .findFirst();
    }

    /** What the process has to be started with. It finds out within a second: to read the file each time is far too slow. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    /** Sets the clock to so much before or behind the true time. */
    void set(Duration ahead) throws IOException {
        Path next = file.resolveSibling("clock.next");
        Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
