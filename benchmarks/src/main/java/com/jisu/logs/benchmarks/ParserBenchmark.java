package com.jisu.logs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
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

/** Beats event to document, over 100,000 different events, so that neither caches nor branch predictors see one line only. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParserBenchmark {

    private static final int EVENTS = 100_000;

    /** Events of which it is looked at that both ways make the same document. */
    private static final int COMPARED = 2_000;

    private static final RawPosition POSITION = new RawPosition("jisu-logs-raw", 0, 0);

    @Param
    public EventGenerator.Kind kind;

    /** Shippers in turns; applications of one write alike, those of many do not. */
    @Param({"1", "50"})
    public int shippers;

    private final byte[][] events = new byte[EVENTS][];
    private final long arrival = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private EventParser parser;
    private PlainParser plain;
    private int next;

    @Setup
    public void prepare() throws Exception {
        EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"), shippers);
        for (int i = 0; i < EVENTS; i++) {
            events[i] = generator.next(kind);
        }
        parser = new EventParser(
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 10_000)));
        plain = new PlainParser();
        for (int i = 0; i < COMPARED; i++) {
            compare(events[i]);
        }
    }

    private void compare(byte[] event) throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonNode ours = json.readTree(parser.parse(event, POSITION, arrival).document());
        JsonNode plainly = json.readTree(plain.parse(event).document());
        if (!ours.equals(plainly)) {
            throw new IllegalStateException("the documents differ: ours\n" + ours + "\nplainly\n" + plainly);
        }
    }

    @Benchmark
    public ParsedEvent event_to_document() throws MalformedEventException {
        next = next + 1 == EVENTS ? 0 : next + 1;
        return parser.parse(events[next], POSITION, arrival);
    }

    @Benchmark
    public PlainParser.Parsed event_to_document_plainly() throws IOException {
        next = next + 1 == EVENTS ? 0 : next + 1;
        return plain.parse(events[next]);
    }
}
