package com.jisu.logs.parsers;

import com.jisu.logs.benchmarks.EventGenerator;
import com.jisu.logs.benchmarks.PlainParser;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.nginx.AccessLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.opensearch.grok.Grok;

/** The bare scan of an nginx line, over 100,000 different ones, beside grok's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LineScanBenchmark {

    private static final int LINES = 100_000;

    private final byte[][] bytes = new byte[LINES][];
    private final String[] texts = new String[LINES];
    private final AccessLine ecs = new AccessLine(Schema.ECS);
    private final AccessLine logstash = new AccessLine(Schema.LOGSTASH);
    private final Grok grok = PlainParser.combined();
    private int next;

    @Setup
    public void prepare() {
        EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"));
        for (int i = 0; i < LINES; i++) {
            texts[i] = generator.line(EventGenerator.Kind.NGINX, Instant.parse("2026-11-23T10:00:00Z"));
            bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    @Benchmark
    public boolean scan() {
        next = next + 1 == LINES ? 0 : next + 1;
        return ecs.scan(bytes[next], 0, bytes[next].length);
    }

    /** As strict as the pattern that grok has here. */
    @Benchmark
    public boolean scan_as_logstash() {
        next = next + 1 == LINES ? 0 : next + 1;
        return logstash.scan(bytes[next], 0, bytes[next].length);
    }

    @Benchmark
    public Map<String, Object> grok() {
        next = next + 1 == LINES ? 0 : next + 1;
        return grok.captures(texts[next]);
    }
}
