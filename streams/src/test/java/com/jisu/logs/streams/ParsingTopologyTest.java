package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParsingTopologyTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-23T10:00:00Z");

    /** A row of two cells: a value, and the reason for which it is given up. */
    private static final Pattern DEAD_EXAMPLE = Pattern.compile("^\\| `(.+)` \\| `([a-z_]+)` \\|$");

    private static final Pattern INGESTED = Pattern.compile("\"ingested\":\"([^\"]+)\"");

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> raw;
    private TestOutputTopic<byte[], byte[]> parsed;
    private TestOutputTopic<byte[], byte[]> dead;

    @BeforeEach
    void start() {
        start(ParserFixture.DEFAULTS);
    }

    private void start(ParserSettings parsers) {
        driver = TopologyFixture.driver(directory, parsers, Joining.with(new Commits()), metrics, ARRIVAL);
        raw = TopologyFixture.raw(driver);
        ByteArrayDeserializer toBytes = new ByteArrayDeserializer();
        parsed = driver.createOutputTopic(Topics.DEFAULT.parsed(), toBytes, toBytes);
        dead = driver.createOutputTopic(Topics.DEFAULT.dead(), toBytes, toBytes);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void an_event_becomes_a_document_under_its_id_with_its_time_and_type() {
        pipe("""
                {"@timestamp":"2026-11-22T23:59:58.000Z","message":"{\\"level\\":\\"warn\\",\\"message\\":\\"low disk\\"}",\
                "fields":{"logtype":"application","environment":"production"}}""");

        TestRecord<byte[], byte[]> document = parsed.readRecord();
        assertThat(text(document.value())).contains("\"low disk\"").contains("\"environment\":\"production\"");
        assertThat(text(document.key())).matches("[A-Za-z0-9_-]{22}");
        assertThat(ParsedHeaders.time(document.headers()))
                .hasValue(Instant.parse("2026-11-22T23:59:58Z").toEpochMilli());
        assertThat(ParsedHeaders.logType(document.headers())).isEqualTo("application");
        assertThat(dead.isEmpty()).isTrue();
        assertThat(metrics.get("jisu.logs.streams.events")
                        .tag("logtype", "application")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void documents_are_counted_by_what_made_them() {
        for (int i = 0; i < 2000; i++) {
            pipe("{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"message\":\"{\\\"number\\\":" + i
                    + "}\",\"fields\":{\"logtype\":\"application\"}}");
        }
        assertThat(made("rules")).isBetween(1.0, 10.0);
        assertThat(made("template")).isEqualTo(2000 - made("rules"));
        assertThat(metrics.get("jisu.logs.streams.templates.checked")
                        .tag("result", "same")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void long_strings_are_no_failure_and_what_has_no_room_is_counted() {
        pipe("{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"message\":\"{\\\"sql\\\":\\\"" + "x".repeat(40_000)
                + "\\\"}\",\"fields\":{\"logtype\":\"application\"}}");

        assertThat(text(parsed.readRecord().value())).contains("\"tags\":[\"_long_text\",\"_long_text_cut\"]");
        assertThat(metrics.get("jisu.logs.streams.events")
                        .tag("outcome", "clean")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(metrics.find("jisu.logs.streams.tagged").counter()).isNull();
        assertThat(metrics.get("jisu.logs.streams.long.text").counter().count()).isEqualTo(1);
        assertThat(metrics.get("jisu.logs.streams.long.text.left.out").counter().count())
                .isEqualTo(40_000 - 32_768);
    }

    @Test
    void a_document_says_when_the_record_of_its_event_arrived() {
        String event = "{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"message\":\"{\\\"number\\\":%d}\","
                + "\"fields\":{\"logtype\":\"application\"}}";
        for (int i = 0; i < 20; i++) {
            Instant arrival = ARRIVAL.plusMillis(333L * i);
            byte[] bytes = event.formatted(i).getBytes(StandardCharsets.UTF_8);
            raw.pipeInput(new TestRecord<>(null, bytes, new RecordHeaders(), arrival));

            TestRecord<byte[], byte[]> document = parsed.readRecord();
            assertThat(document.getRecordTime()).isEqualTo(arrival);
            assertThat(text(document.value()))
                    .containsPattern(
                            "\"event\":\\{\"dataset\":\"application\",\"ingested\":\"2026-11-23T10:00:0\\d\\.\\d{3}Z\"}");
            assertThat(ingested(document)).isEqualTo(arrival);
        }
        assertThat(made("template")).isPositive();
    }

    @Test
    void a_document_of_schema_logstash_does_not_say_it() {
        driver.close();
        start(ParserFixture.DEFAULTS.withSchema(Schema.LOGSTASH));
        pipe("{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"message\":\"hello\"}");
        assertThat(text(parsed.readRecord().value())).doesNotContain("ingested");
    }

    private static Instant ingested(TestRecord<byte[], byte[]> document) {
        MatchResult match =
                INGESTED.matcher(text(document.value())).results().findFirst().orElseThrow();
        return Instant.parse(match.group(1));
    }

    private double made(String by) {
        return metrics.get("jisu.logs.streams.made").tag("by", by).counter().count();
    }

    @Test
    void an_event_without_a_type_passes_without_that_header() {
        pipe("{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"message\":\"hello\"}");

        TestRecord<byte[], byte[]> document = parsed.readRecord();
        assertThat(document.headers().lastHeader(ParsedHeaders.LOG_TYPE)).isNull();
        assertThat(metrics.get("jisu.logs.streams.events")
                        .tag("logtype", "other")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void the_arrival_of_the_record_decides_what_is_out_of_range() {
        pipe("{\"@timestamp\":\"2020-01-01T00:00:00.000Z\",\"message\":\"old\",\"fields\":{\"logtype\":\"other\"}}");

        TestRecord<byte[], byte[]> document = parsed.readRecord();
        assertThat(ParsedHeaders.time(document.headers())).hasValue(ARRIVAL.toEpochMilli());
        assertThat(text(document.value())).contains("_timestamp_out_of_range");
        assertThat(metrics.get("jisu.logs.streams.tagged")
                        .tag("tag", "_timestamp_out_of_range")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void what_is_no_json_object_dies_unchanged_with_the_reason() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("kept", new byte[] {1});
        byte[] garbage = {'n', 'o', (byte) 0xff};
        raw.pipeInput(new TestRecord<>("key".getBytes(StandardCharsets.UTF_8), garbage, headers, ARRIVAL));

        TestRecord<byte[], byte[]> letter = dead.readRecord();
        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(text(letter.key())).isEqualTo("key");
        assertThat(letter.headers().lastHeader("kept")).isNotNull();
        DeadLetter death = DeadLetter.last(letter.headers()).orElseThrow();
        assertThat(death.stage()).isEqualTo(DeadLetter.Stage.STREAMS);
        assertThat(death.reason()).isEqualTo("not_json");
        assertThat(death.error()).isNotBlank();
        assertThat(death.topic()).isEqualTo(Topics.DEFAULT.raw());
        assertThat(death.offset()).isZero();
        assertThat(death.arrival()).isEqualTo(ARRIVAL.toEpochMilli());
        assertThat(parsed.isEmpty()).isTrue();
        assertThat(metrics.get("jisu.logs.streams.dead")
                        .tag("reason", "not_json")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void the_examples_of_docs_dead_letters_die_as_it_says() throws IOException {
        List<MatchResult> examples = Files.readAllLines(Path.of("../docs/dead-letters.md")).stream()
                .flatMap(line -> DEAD_EXAMPLE.matcher(line).results())
                .toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            pipe(example.group(1));
            assertThat(reason(dead.readRecord())).isEqualTo(example.group(2));
        });
    }

    @Test
    void a_record_without_a_value_dies_too() {
        raw.pipeInput(new TestRecord<>(null, null, new RecordHeaders(), ARRIVAL));

        assertThat(reason(dead.readRecord())).isEqualTo("empty");
    }

    @Test
    void a_document_that_is_too_large_for_kafka_is_cut() {
        // A line without a message of its own is stored whole and taken apart: each zero of it comes twice.
        String event = "{\"message\":\"{\\\"a\\\":\\\"" + "0".repeat(12_600_000) + "\\\"}\","
                + "\"fields\":{\"logtype\":\"application\"}}";
        pipe(event);

        TestRecord<byte[], byte[]> document = parsed.readRecord();
        assertThat(document.value().length).isBetween(24_000_000, Topics.MAX_DOCUMENT_BYTES);
        assertThat(text(document.value())).contains("\"_truncated\"");
        assertThat(dead.isEmpty()).isTrue();
    }

    @Test
    void a_replayed_dead_letter_gets_the_id_and_the_time_of_its_first_place_and_keeps_its_history() {
        String event = "{\"message\":\"no time, no file\"}";
        pipe(event);
        TestRecord<byte[], byte[]> first = parsed.readRecord();
        RecordHeaders headers = new RecordHeaders();
        DeadLetter death = new DeadLetter(
                DeadLetter.Stage.STREAMS,
                "parser_failure",
                "mended since",
                Topics.DEFAULT.raw(),
                0,
                0,
                ARRIVAL.toEpochMilli());
        death.addTo(headers);
        Instant later = ARRIVAL.plus(Duration.ofDays(3));
        raw.pipeInput(new TestRecord<>(null, event.getBytes(StandardCharsets.UTF_8), headers, later));

        TestRecord<byte[], byte[]> replayed = parsed.readRecord();
        assertThat(text(replayed.key())).isEqualTo(text(first.key()));
        assertThat(text(replayed.value())).isEqualTo(text(first.value()));
        assertThat(ParsedHeaders.time(replayed.headers())).hasValue(ARRIVAL.toEpochMilli());
        assertThat(ingested(replayed)).isEqualTo(ARRIVAL);
        assertThat(DeadLetter.history(replayed.headers())).containsExactly(death);
    }

    private void pipe(String event) {
        raw.pipeInput(new TestRecord<>(null, event.getBytes(StandardCharsets.UTF_8), new RecordHeaders(), ARRIVAL));
    }

    private static String reason(TestRecord<byte[], byte[]> letter) {
        return DeadLetter.last(letter.headers()).orElseThrow().reason();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
