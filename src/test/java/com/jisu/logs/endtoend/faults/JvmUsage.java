package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds. Where there is no /proc, all but the heap is 0.
 *
 * @param heapMib of the heap after a full collection
 * @param rssMib of memory
 */
record JvmUsage(long heapMib, long rssMib, long threads, long files) {

    private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
    private static final Pattern RSS_KIB = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    static JvmUsage of(long pid) throws IOException {
        // It counts what is alive, after a full collection.
        long heapMib = number(LIVE_BYTES, jcmd(pid, "GC.class_histogram")) >> 20;
        Path proc = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(proc)) {
            return new JvmUsage(heapMib, 0, 0, 0);
        }
        String status = Files.readString(proc.resolve("status"));
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return new JvmUsage(heapMib, number(RSS_KIB, status) >> 10, number(THREADS, status), files.count());
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
