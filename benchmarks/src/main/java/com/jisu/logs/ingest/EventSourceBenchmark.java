package com.jisu.logs.ingest;

import com.jisu.logs.benchmarks.EventGenerator;
import com.jisu.logs.ingest.kafka.EventSource;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find which container an event comes from, over 20,000 different ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventSourceBenchmark {

    private static final int EVENTS = 20_000;

    @Param({"DOCKER", "APPLICATION"})
    private EventGenerator.Kind kind;

    private final byte[][] events = new byte[EVENTS][];
    private int next;

    @Setup
    public void prepare() {
        EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"));
        for (int i = 0; i < EVENTS; i++) {
            events[i] = generator.next(kind);
        }
    }

    @Benchmark
    public int hash() {
        next = next + 1 == EVENTS ? 0 : next + 1;
        return EventSource.hash(events[next]);
    }
}
