package com.jisu.logs.app.roles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The memory of this process as Linux counts it, and how much the process may have: the least of the limits of its control
 * group and of those above it, of version 2 or 1. Elsewhere nothing is known. Thread-safe.
 *
 * @param root where {@code /proc} and {@code /sys} are
 */
record ProcessMemory(Path root) {

    private static final String VERSION_2 = "sys/fs/cgroup";
    private static final String VERSION_1 = "sys/fs/cgroup/memory";

    /** Version 1 writes the largest number of whole pages where there is no limit. */
    private static final long NO_LIMIT = 1L << 60;

    /** This process's. */
    static ProcessMemory own() {
        return new ProcessMemory(Path.of("/"));
    }

    /** Bytes in memory that are this process's: of the heap what was ever used, and everything outside of it. */
    OptionalLong resident() {
        return numbers(root.resolve("proc/self/status"), "VmRSS:", " kB")
                .map(kib -> kib << 10)
                .findFirst();
    }

    /** Bytes that the kernel keeps for the control group's sockets. Only version 2 tells, whose limit counts them. */
    OptionalLong sockets() {
        return groups("0::", VERSION_2).stream()
                .limit(1)
                .flatMapToLong(group -> numbers(group.resolve("memory.stat"), "sock ", ""))
                .findFirst();
    }

    /** Bytes beyond which the kernel kills the process; empty where there is no limit. */
    OptionalLong limit() {
        LongStream version2 =
                groups("0::", VERSION_2).stream().flatMapToLong(group -> numbers(group.resolve("memory.max"), "", ""));
        LongStream version1 = groups(":memory:", VERSION_1).stream()
                .flatMapToLong(group -> numbers(group.resolve("memory.limit_in_bytes"), "", ""));
        return LongStream.concat(version2, version1)
                .filter(limit -> limit < NO_LIMIT)
                .min();
    }

    /**
     * The process's group and those above it, as far as they can be seen: in a container without a namespace of its own for
     * groups, the names are the host's, and what is mounted is the container's group.
     */
    private List<Path> groups(String hierarchy, String mount) {
        Path top = root.resolve(mount);
        List<Path> groups = new ArrayList<>();
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            int path = line.indexOf(hierarchy) + hierarchy.length();
            if (line.contains(hierarchy)) {
                Path group = top.resolve(line.substring(path).replaceFirst("^/+", ""))
                        .normalize();
                for (; group.startsWith(top); group = group.getParent()) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    /** The whole numbers between this prefix and suffix, of the lines that have them. */
    private static LongStream numbers(Path file, String prefix, String suffix) {
        return lines(file).stream()
                .filter(line -> line.startsWith(prefix) && line.endsWith(suffix))
                .map(line -> line.substring(prefix.length(), line.length() - suffix.length())
                        .strip())
                .filter(number -> number.matches("\\d{1,19}")) // not "max"
                .mapToLong(Long::parseLong);
    }

    /** Empty where it can not be read: there is no such file, or it is not Linux. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
