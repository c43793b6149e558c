package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A control group of Linux with a limit on memory, as a container has it: version 2, or 1. Whoever is in it and together
 * goes beyond the limit is killed. Making one needs root.
 */
final class MemoryLimit implements AutoCloseable {

    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private final Path group;
    private final boolean version2;

    private MemoryLimit(Path group, boolean version2) {
        this.group = group;
        this.version2 = version2;
    }

    /** Empty where no group can be made. */
    static Optional<MemoryLimit> of(long bytes) {
        boolean version2 = Files.exists(VERSION_2.resolve("cgroup.controllers"));
        Path group = (version2 ? VERSION_2 : VERSION_1)
                .resolve("jisu-logs-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        MemoryLimit limit = new MemoryLimit(group, version2);
        try {
            Files.createDirectory(group);
            limit.write(version2 ? "memory.max" : "memory.limit_in_bytes", bytes);
            if (version2) {
                limit.write("memory.swap.max", 0);
            } else {
                limit.write("memory.kmem.tcp.limit_in_bytes", 1L << 40); // or sockets are not counted
            }
            return Optional.of(limit);
        } catch (IOException e) {
            limit.close();
            return Optional.empty();
        }
    }

    private void write(String file, long value) throws IOException {
        Files.writeString(group.resolve(file), Long.toString(value));
    }

    /** Puts a process into the group, and all that it will start. */
    void add(long pid) throws IOException {
        write("cgroup.procs", pid);
    }

    /** Bytes that the kernel holds for sockets; version 2 counts them, and version 1 beside the rest. */
    long socketBytes() throws IOException {
        return version2 ? number("memory.stat", "sock ") : number("memory.kmem.tcp.usage_in_bytes", "");
    }

    /** How many processes the kernel has killed because the group needed more than its limit. */
    long killed() throws IOException {
        return number(version2 ? "memory.events" : "memory.oom_control", "oom_kill ");
    }

    private long number(String file, String prefix) throws IOException {
        return Files.readAllLines(group.resolve(file)).stream()
                .filter(line -> line.startsWith(prefix))
                .mapToLong(
                        line -> Long.parseLong(line.substring(prefix.length()).trim()))
                .findFirst()
                .orElse(0);
    }

    /** Removes the group; its processes have to have ended. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            System.err.println("cannot remove " + group + ": " + e); // empty, it costs nothing
        }
    }
}
