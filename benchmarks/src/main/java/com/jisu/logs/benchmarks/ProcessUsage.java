package com.jisu.logs.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has used, as the operating system counts it.
 *
 * @param cpu user and system time since it started
 * @param peakRssMib the most memory it ever held, MiB; -1 where there is no /proc
 */
record ProcessUsage(Duration cpu, long peakRssMib) {

    private static final Pattern HEAP_USED = Pattern.compile("(?:heap|generation) +total \\d+K, used (\\d+)K");

    /** The heap a JVM holds after a full collection, MiB: what would grow if something leaked. */
    static long liveHeapMib(ProcessHandle jvm) throws IOException {
        jcmd(jvm, "GC.run");
        Matcher used = HEAP_USED.matcher(jcmd(jvm, "GC.heap_info"));
        long kib = 0;
        while (used.find()) { // one line for the whole heap (G1), or one for each generation (Serial)
            kib += Long.parseLong(used.group(1));
        }
        return kib / 1024;
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(jvm.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static ProcessUsage of(ProcessHandle process) {
        Duration cpu = process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("process " + process.pid() + " has ended"));
        return new ProcessUsage(cpu, peakRss(Path.of("/proc", Long.toString(process.pid()), "status")));
    }

    private static long peakRss(Path status) {
        if (!Files.exists(status)) {
            return -1;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
