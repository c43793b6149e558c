package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which a test sets while the process runs; what counts since the start (the monotonic clock)
 * stays true. By a small library, which is compiled here and which the process is started with: libfaketime changes the
 * waits of threads, too, so that a JVM spins in them.
 */
final class OwnClock {

    private final Path file;
    private final Path library;

    /** @throws IOException also if the library cannot be compiled */
    OwnClock(Path directory, Duration ahead) throws IOException, InterruptedException {
        this.file = Files.createDirectories(directory).resolve("clock");
        this.library = compile(directory);
        set(ahead);
    }

    /** Whether this machine has a C compiler, and is one of Linux. */
    static boolean isPossible() {
        return Files.isDirectory(Path.of("/proc/self"))
                && Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
    }

    private static Path compile(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("clock.c");
        try (InputStream resource = OwnClock.class.getResourceAsStream("/clock.c")) {
            Files.write(source, resource.readAllBytes());
        }
        Path library = directory.resolve("libclock.so");
        Process compiler = new ProcessBuilder(
                        "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString())
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) {
            throw new IOException("cc cannot compile " + source);
        }
        return library;
    }

    /** What the process has to be started with. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_FILE", file.toString());
    }

    /** Sets the clock to so much before or behind the true time. */
    void set(Duration ahead) throws IOException {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        seconds.putLong(ahead.toSeconds()).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(seconds, 0);
        }
    }
}
