package com.jisu.logs.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command that runs to its end within two minutes, and what it said. */
record CommandLine(int exitCode, String stdout, String stderr) {

    static CommandLine run(Path directory, Map<String, String> environment, List<String> command) throws Exception {
        Path stdout = Files.createTempFile("stdout", ".txt");
        Path stderr = Files.createTempFile("stderr", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after two minutes: " + command + "\n" + read(stderr));
            }
            return new CommandLine(process.exitValue(), read(stdout), read(stderr));
        } finally {
            Files.delete(stdout);
            Files.delete(stderr);
        }
    }

    static CommandLine run(Path directory, String... command) throws Exception {
        return run(directory, Map.of(), List.of(command));
    }

    /** Whether there is a program of this name on the path. */
    static boolean exists(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
