package com.jisu.logs.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has used since it started, as Linux counts it. A JVM's collector and compilers are threads of it: they
 * are in the whole, and told apart by their names.
 *
 * @param cpu user and system time of all its threads
 * @param gc of it the garbage collector's
 * @param jit of it the compilers'
 * @param peakRssMib the most memory it ever held, MiB
 */
record ProcessUsage(Duration cpu, Duration gc, Duration jit, long peakRssMib) {

    private static final Pattern HEAP_USED = Pattern.compile("(?:heap|generation) +total \\d+K, used (\\d+)K");
    private static final Pattern COLLECTOR =
            Pattern.compile("GC Thread.*|G1 .*|VM Thread"); // serial GC is the VM thread
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre.*");
    private static final Pattern AFTER_NAME = Pattern.compile("\\) ");
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every Linux that Java runs on

    static ProcessUsage of(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            Duration gc = Duration.ZERO;
            Duration jit = Duration.ZERO;
            for (Path thread : threads(proc)) {
                try {
                    String name = Files.readString(thread.resolve("comm")).strip();
                    if (COLLECTOR.matcher(name).matches()) {
                        gc = gc.plus(cpu(thread));
                    } else if (COMPILER.matcher(name).matches()) {
                        jit = jit.plus(cpu(thread));
                    }
                } catch (IOException e) {
                    continue; // a thread that has ended meanwhile; the process's own sum still has it
                }
            }
            return new ProcessUsage(cpu(proc), gc, jit, memory(proc, "VmHWM:"));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("process " + process.pid() + " has ended", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was used since an earlier time; the peak is that of the whole life. */
    ProcessUsage since(ProcessUsage earlier) {
        return new ProcessUsage(cpu.minus(earlier.cpu), gc.minus(earlier.gc), jit.minus(earlier.jit), peakRssMib);
    }

    /** Two processes as one. */
    ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(
                cpu.plus(other.cpu), gc.plus(other.gc), jit.plus(other.jit), peakRssMib + other.peakRssMib);
    }

    /** The heap a JVM holds after a full collection, MiB: what would grow if something leaked. */
    static long liveHeapMib(ProcessHandle jvm) throws IOException {
        jcmd(jvm, "GC.run");
        String answer = jcmd(jvm, "GC.heap_info");
        Matcher used = HEAP_USED.matcher(answer);
        if (!used.find()) {
            throw new IOException("jcmd does not tell the heap of process " + jvm.pid() + ": " + answer.trim());
        }
        long kib = 0;
        do { // one line for the whole heap (G1), or one for each generation (Serial)
            kib += Long.parseLong(used.group(1));
        } while (used.find());
        return kib / 1024;
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(jvm.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<Path> threads(Path proc) throws IOException {
        try (var threads = Files.list(proc.resolve("task"))) {
            return threads.toList();
        }
    }

    /** The user and system time in a stat file; see proc(5). The name before them may hold blanks. */
    private static Duration cpu(Path processOrThread) throws IOException {
        String stat = Files.readString(processOrThread.resolve("stat"));
        String[] fields = AFTER_NAME.split(stat, 0);
        String[] numbers = fields[fields.length - 1].split(" ");
        return Duration.ofNanos((Long.parseLong(numbers[11]) + Long.parseLong(numbers[12])) * NANOS_PER_TICK);
    }

    /** The memory it holds now, MiB. */
    static long rssMib(ProcessHandle process) {
        try {
            return memory(Path.of("/proc", Long.toString(process.pid())), "VmRSS:");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long memory(Path proc, String which) throws IOException {
        try (var lines = Files.lines(proc.resolve("status"))) {
            return lines.filter(line -> line.startsWith(which))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }
}
