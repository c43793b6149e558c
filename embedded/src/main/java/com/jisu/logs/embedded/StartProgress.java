package com.jisu.logs.embedded;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether a process that is starting gets anywhere: its log grows, or it uses more processor time than one that only waits. A slow
 * machine makes it slow in both, and still it gets on. Used by one thread.
 */
final class StartProgress {

    /** Within the patience; a JVM that waits uses a hundredth of a processor. */
    private static final Duration CPU_OF_PROGRESS = Duration.ofSeconds(5);

    private final Duration patience;
    private final Supplier<Duration> cpu;
    private final LongSupplier logBytes;
    private final long start = System.nanoTime();
    private long last = start;
    private Duration cpuThen;
    private long logBytesThen;

    /**
     * @param patience how long it may get nowhere
     * @param cpu the processor time it has used so far
     * @param logBytes how long its log is now
     */
    StartProgress(Duration patience, Supplier<Duration> cpu, LongSupplier logBytes) {
        this.patience = patience;
        this.cpu = cpu;
        this.logBytes = logBytes;
        this.cpuThen = cpu.get();
        this.logBytesThen = logBytes.getAsLong();
    }

    /** Looks; true once it has got nowhere for as long as the patience. */
    boolean hasStalled() {
        Duration cpuNow = cpu.get();
        long logBytesNow = logBytes.getAsLong();
        if (logBytesNow != logBytesThen || cpuNow.minus(cpuThen).compareTo(cpuOfProgress()) >= 0) {
            last = System.nanoTime();
            cpuThen = cpuNow;
            logBytesThen = logBytesNow;
        }
        return System.nanoTime() - last > patience.toNanos();
    }

    /** The same share of a shorter patience. */
    private Duration cpuOfProgress() {
        Duration share = patience.dividedBy(24);
        return share.compareTo(CPU_OF_PROGRESS) < 0 ? share : CPU_OF_PROGRESS;
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    Duration cpu() {
        return cpu.get();
    }
}
