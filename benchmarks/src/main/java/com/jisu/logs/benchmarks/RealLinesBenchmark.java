package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.time.Instant;
import java.util.List;
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

/**
 * Events with lines that loggers and web servers really write, beside those of the two types that are made up. What is
 * reported for traces is of one event; {@code bench lines} says what it is for each KiB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RealLinesBenchmark {

    private static final int EVENTS = 50_000;
    private static final RawPosition POSITION = new RawPosition("jisu-logs-raw", 0, 0);

    @Param({
        "application",
        "nginx",
        "logback",
        "log4j_ecs",
        "spring_boot",
        "pino",
        "winston",
        "bunyan",
        "python_json",
        "structlog",
        "zap",
        "logrus",
        "slog",
        "serilog",
        "monolog",
        "tracing",
        "nginx_json",
        "nginx_elk",
        "ingress_json",
        "haproxy",
        "caddy",
        "caddy_application",
        "java_trace",
        "node_trace",
        "python_trace",
        "java_frames"
    })
    public String line;

    private final byte[][] events = new byte[EVENTS][];
    private final long arrival = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private EventParser parser;
    private int next;

    @Setup
    public void prepare() throws Exception {
        EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"));
        for (int i = 0; i < EVENTS; i++) {
            events[i] = generator.next(line);
        }
        parser = new EventParser(
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 10_000)));
    }

    @Benchmark
    public ParsedEvent event_to_document() throws MalformedEventException {
        next = next + 1 == EVENTS ? 0 : next + 1;
        return parser.parse(events[next], POSITION, arrival);
    }
}
