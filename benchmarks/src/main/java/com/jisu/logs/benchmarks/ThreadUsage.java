package com.jisu.logs.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the threads of one name in a process have used since they started, as Linux counts it.
 *
 * @param nanos on a processor
 * @param wakeups how often one of them went to sleep by itself, and so was woken up
 */
record ThreadUsage(long nanos, long wakeups) {

    private static final ThreadUsage NONE = new ThreadUsage(0, 0);

    /** By name; what differs in numbers only is one. */
    static Map<String, ThreadUsage> of(long pid) throws IOException {
        Map<String, ThreadUsage> usage = new LinkedHashMap<>();
        for (Path thread : threads(pid)) {
            try {
                String name = Files.readString(thread.resolve("comm")).strip().replaceAll("[-# ]*\\d+$", "");
                long nanos = Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                usage.merge(name, new ThreadUsage(nanos, wakeups(thread)), ThreadUsage::plus);
            } catch (NoSuchFileException e) {
                continue; // it has ended meanwhile
            }
        }
        return usage;
    }

    /** What was used since an earlier time. */
    static Map<String, ThreadUsage> since(Map<String, ThreadUsage> earlier, Map<String, ThreadUsage> now) {
        Map<String, ThreadUsage> since = new LinkedHashMap<>();
        now.forEach((name, usage) -> {
            ThreadUsage before = earlier.getOrDefault(name, NONE);
            since.put(name, new ThreadUsage(usage.nanos - before.nanos, usage.wakeups - before.wakeups));
        });
        return since;
    }

    private ThreadUsage plus(ThreadUsage other) {
        return new ThreadUsage(nanos + other.nanos, wakeups + other.wakeups);
    }

    private static List<Path> threads(long pid) throws IOException {
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.toList();
        }
    }

    private static long wakeups(Path thread) throws IOException {
        return Files.readAllLines(thread.resolve("status")).stream()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
