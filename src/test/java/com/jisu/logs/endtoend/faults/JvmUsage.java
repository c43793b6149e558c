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

    private static final Pattern HEAP_USED = Pattern.compile("(?:heap|generation) +total \\d+K, used (\\d+)K");

    static JvmUsage of(long pid) throws IOException {
        jcmd(pid, "GC.run");
        Matcher used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
        long heapKib = 0;
        while (used.find()) { // one line for the whole heap (G1), or one for each generation (Serial)
            heapKib += Long.parseLong(used.group(1));
        }
        Path proc = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(proc)) {
            return new JvmUsage(heapKib / 1024, 0, 0, 0);
        }
        String status = Files.readString(proc.resolve("status"));
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return new JvmUsage(
                    heapKib / 1024, number(status, "VmRSS") / 1024, number(status, "Threads"), files.count());
        }
    }

    private static long number(String status, String name) {
        Matcher line = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
