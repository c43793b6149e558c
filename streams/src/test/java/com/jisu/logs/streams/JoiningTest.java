package com.jisu.logs.streams;

import static com.jisu.logs.streams.ContainerEvent.PART;
import static com.jisu.logs.streams.ContainerEvent.cri;
import static com.jisu.logs.streams.ContainerEvent.jsonFile;
import static com.jisu.logs.streams.ContainerEvent.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.RawHeaders;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that a container engine cut become one document. */
class JoiningTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration AGE = Duration.ofMillis(CutLines.MAX_AGE_MILLIS);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"([^\"]*)\"");
    private static final ParserSettings PARSERS = ParserFixture.DEFAULTS;

    @TempDir
    private Path directory;

    private final Commits commits = new Commits();
    private long nanos;
    private SimpleMeterRegistry metrics;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> raw;

    @BeforeEach
    void start() {
        start(PARSERS);
    }

    private void start(ParserSettings parsers) {
        metrics = new SimpleMeterRegistry();
        Joining joining = new Joining(() -> nanos, commits, KeptParts.Limits.DEFAULT);
        driver = TopologyFixture.driver(directory, parsers, joining, metrics, ARRIVAL);
        raw = TopologyFixture.raw(driver);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void the_parts_of_a_json_file_line_become_one_document() {
        pipe(
                jsonFile("c1", "stdout", 0, part("one ")),
                jsonFile("c1", "stdout", 100, part("two ")),
                jsonFile("c1", "stdout", 200, "three\n"));

        assertThat(messages()).containsExactly(part("one ") + part("two ") + "three");
        assertThat(joined("last_part")).isEqualTo(1);
    }

    @Test
    void the_parts_of_a_cri_line_become_one_document() {
        pipe(cri("c1", "stderr", 0, "P", "one "), cri("c1", "stderr", 100, "F", "two"));

        assertThat(messages()).containsExactly("one two");
    }

    @Test
    void an_empty_text_is_no_part() {
        pipe(jsonFile("c1", "stdout", 0, ""), jsonFile("c1", "stdout", 100, "one\n"));

        assertThat(messages()).containsExactly("", "one");
    }

    @Test
    void a_joined_line_that_is_json_is_taken_apart() {
        String first = part("{\"message\":\"it works\",\"n\":7,\"filling\":\"");
        pipe(jsonFile("c1", "stdout", 0, first), jsonFile("c1", "stdout", 100, "\",\"m\":8}\n"));

        assertThat(documents())
                .singleElement()
                .satisfies(document -> assertThat(text(document.value()))
                        .contains("\"message\":\"it works\"")
                        .contains("\"n\":7")
                        .contains("\"m\":8"));
    }

    @Test
    void the_document_has_the_id_of_the_first_part() throws Exception {
        byte[] first = jsonFile("c1", "stdout", 0, part("one "));
        pipe(first, jsonFile("c1", "stdout", 100, "two\n"));

        byte[] id = new EventParser(PARSERS)
                .parse(first, new RawPosition(Topics.DEFAULT.raw(), 0, 0), ARRIVAL.toEpochMilli())
                .id();
        assertThat(documents())
                .singleElement()
                .satisfies(document -> assertThat(document.key()).isEqualTo(id));
    }

    @Test
    void the_document_arrived_when_the_first_part_did() {
        byte[][] parts = {cri("c1", "stdout", 0, "P", "one "), cri("c1", "stdout", 100, "F", "two")};
        for (int i = 0; i < parts.length; i++) {
            raw.pipeInput(new TestRecord<>(
                    null,
                    parts[i],
                    new RecordHeaders(List.of(RawHeaders.ofSource(0))),
                    ARRIVAL.plusMillis(2_500L * i)));
        }
        assertThat(documents())
                .singleElement()
                .satisfies(document -> assertThat(text(document.value()))
                        .contains("\"message\":\"one two\"")
                        .contains("\"ingested\":\"" + ARRIVAL.toString().replace("Z", ".000Z") + '"'));
    }

    @Test
    void parts_of_several_containers_and_streams_and_files_do_not_mix() {
        pipe(
                jsonFile("c1", "stdout", 0, part("a1 ")),
                jsonFile("c2", "stdout", 0, part("b1 ")),
                jsonFile("c1", "stderr", 50, part("c1 ")),
                cri("c1", "stdout", 0, "P", "d1 "),
                jsonFile("c2", "stdout", 100, part("b2 ")),
                jsonFile("c1", "stderr", 100, "c2\n"),
                jsonFile("c1", "stdout", 150, "a2\n"),
                cri("c1", "stdout", 100, "F", "d2"),
                jsonFile("c2", "stdout", 200, "b3\n"));

        assertThat(messages())
                .containsExactlyInAnyOrder(
                        part("a1 ") + "a2", part("b1 ") + part("b2 ") + "b3", part("c1 ") + "c2", "d1 d2");
    }

    @Test
    void lines_behind_a_whole_one_do_not_take_the_detour() {
        pipe(jsonFile("c1", "stdout", 0, "first\n"));
        assertThat(messages()).containsExactly("first");
        assertThat(detours()).isEqualTo(1);

        pipe(jsonFile("c1", "stdout", 100, "second\n"), jsonFile("c1", "stdout", 200, "third\n"));

        assertThat(messages()).containsExactly("second", "third");
        assertThat(detours()).isZero();
        pipe(jsonFile("c1", "stdout", 300, part("cut ")), jsonFile("c1", "stdout", 400, "end\n"));
        assertThat(detours()).isEqualTo(2);
    }

    @Test
    void lines_that_nobody_says_are_all_of_their_source_take_the_detour() {
        pipeUnmarked(jsonFile("c1", "stdout", 0, "first\n"), jsonFile("c1", "stdout", 100, "second\n"));
        assertThat(detours()).isEqualTo(2);

        RecordHeaders elsewhere = new RecordHeaders(List.of(RawHeaders.ofSource(1)));
        raw.pipeInput(new TestRecord<>(null, jsonFile("c1", "stdout", 200, "third\n"), elsewhere, ARRIVAL));
        assertThat(detours()).isEqualTo(1);

        RecordHeaders replayed = new RecordHeaders(List.of(RawHeaders.ofSource(0)));
        new DeadLetter(DeadLetter.Stage.STREAMS, "parser_failure", "", Topics.DEFAULT.raw(), 0, 0, 0).addTo(replayed);
        raw.pipeInput(new TestRecord<>(null, jsonFile("c1", "stdout", 300, "fourth\n"), replayed, ARRIVAL));
        assertThat(detours()).isEqualTo(1);
        assertThat(messages()).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_line_behind_room_for_a_part_takes_the_detour() {
        pipe(jsonFile("c1", "stdout", 0, "first\n"));
        detours();

        pipe(jsonFile("c1", "stdout", 16 * 1024 - 1, "second\n"));
        assertThat(detours()).isZero();
        pipe(jsonFile("c1", "stdout", 2 * 16 * 1024 - 1, "third\n"));
        assertThat(detours()).isEqualTo(1);
        pipe(jsonFile("c1", "stdout", 50, "of another file\n"));
        assertThat(detours()).isEqualTo(1);
    }

    @Test
    void a_containers_last_words_are_a_document_at_once() {
        pipe(
                jsonFile("c1", "stdout", 0, 1, "start\n"),
                jsonFile("c1", "stdout", 100, 2, "panic: boom"),
                jsonFile("c1", "stdout", 200, 3, "start\n"));

        assertThat(messages()).containsExactly("start", "panic: boom", "start");
    }

    @Test
    void last_words_end_the_line_that_they_are_a_part_of() {
        pipe(jsonFile("c1", "stdout", 0, 1, part("one ")), jsonFile("c1", "stdout", 100, 1, "two"));

        assertThat(messages()).containsExactly(part("one ") + "two");
        assertThat(joined("last_part")).isEqualTo(1);
    }

    @Test
    void a_line_that_a_container_died_in_ends_with_the_next_run() {
        pipe(jsonFile("c1", "stdout", 0, 1, part("one ")), jsonFile("c1", "stdout", 100, 2, "start\n"));
        assertThat(messages()).containsExactly(part("one "), "start");
        assertThat(joined("other_line")).isEqualTo(1);

        pipe(jsonFile("c1", "stdout", 200, 3, part("two ")), jsonFile("c1", "stdout", 300, 4, part("three ")));
        pipe(jsonFile("c1", "stdout", 400, 4, "four\n"));
        assertThat(messages()).containsExactly(part("two "), part("three ") + "four");
        pass(AGE.plus(TICK));
        pass(TICK);
        assertThat(messages()).isEmpty();
    }

    @Test
    void whole_lines_that_come_again_do_not_end_the_line_behind_them() {
        byte[] whole = jsonFile("c1", "stdout", 0, 1, "whole\n");
        byte[] first = jsonFile("c1", "stdout", 100, 2, part("one "));
        pipe(whole, first, whole, first, jsonFile("c1", "stdout", 200, 2, "two\n"));
        assertThat(messages()).containsExactly("whole", "whole", part("one ") + "two");

        byte[] cri = cri("c1", "stdout", 0, "F", "whole");
        byte[] criPart = cri("c1", "stdout", 100, "P", "one ");
        pipe(cri, criPart, cri, criPart, cri("c1", "stdout", 200, "F", "two"));
        assertThat(messages()).containsExactly("whole", "whole", "one two");
        assertThat(outOfOrder()).isZero();
    }

    @Test
    void parts_that_come_out_of_order_are_counted_and_never_joined_in_that_order() {
        pipe(cri("c1", "stdout", 200, "P", "two "), cri("c1", "stdout", 100, "P", "one "));
        assertThat(messages()).containsExactly("two ");
        assertThat(outOfOrder()).isEqualTo(1);
        assertThat(joined("order")).isEqualTo(1);

        pipeUnmarked(jsonFile("c2", "stdout", 100, 1, "two\n"), jsonFile("c2", "stdout", 0, 1, part("one ")));
        assertThat(outOfOrder()).isEqualTo(2);
    }

    @Test
    void clocks_that_are_set_end_no_line_and_hold_none_up() {
        pipe(jsonFile("c1", "stdout", 0, part("one ")));
        driver.advanceWallClockTime(Duration.ofHours(1));
        driver.advanceWallClockTime(Duration.ofHours(1));
        assertThat(messages()).isEmpty();

        nanos += AGE.toNanos(); // and no punctuation, as after a clock was set back
        pipe(jsonFile("c2", "stdout", 0, part("uno ")), jsonFile("c2", "stdout", 100, "due\n"));
        assertThat(messages()).containsExactly(part("uno ") + "due");
        nanos += 2 * TICK.toNanos();
        pipe(jsonFile("c2", "stdout", 200, "next\n"));

        assertThat(messages()).containsExactly(part("one "), "next");
    }

    @Test
    void a_line_whose_characters_were_cut_is_joined() {
        // A cut character of three bytes: three times U+FFFD, as dockerd writes each byte that is no UTF-8.
        String first = ".".repeat(PART - 2) + "\uFFFD\uFFFD";
        pipe(jsonFile("c1", "stdout", 0, first), jsonFile("c1", "stdout", 100, "\uFFFD end\n"));

        assertThat(messages()).containsExactly(first + "\uFFFD end");
    }

    /** Records in the repartition topic since the last call. */
    private int detours() {
        return driver.createOutputTopic(
                        "test-" + ParsingTopology.CUT + "-repartition",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .readRecordsToList()
                .size();
    }

    @Test
    void a_line_without_its_last_part_ends_after_its_time() {
        pipe(jsonFile("c1", "stdout", 0, part("one ")), jsonFile("c1", "stdout", 100, part("two ")));
        pass(AGE.minus(TICK));
        assertThat(messages()).isEmpty();

        pass(TICK);
        pass(TICK);

        assertThat(messages()).containsExactly(part("one ") + part("two "));
        assertThat(joined("time")).isEqualTo(1);
    }

    @Test
    void a_last_part_that_comes_too_late_is_a_document_of_its_own() {
        pipe(jsonFile("c1", "stdout", 0, part("one ")));
        pass(AGE);
        pipe(jsonFile("c1", "stdout", 100, "two\n"));
        pass(TICK);

        assertThat(messages()).containsExactlyInAnyOrder(part("one "), "two");
    }

    @Test
    void a_line_is_ended_before_it_is_too_large() {
        String part = "x".repeat(16 * 1024);
        int fit = CutLines.MAX_BYTES / part.length();
        for (int i = 0; i <= fit; i++) {
            pipe(jsonFile("c1", "stdout", i, part));
        }
        pipe(jsonFile("c1", "stdout", 1000, "end\n"));

        assertThat(messages()).containsExactly(part.repeat(fit), part + "end");
        assertThat(joined("size")).isEqualTo(1);
    }

    @Test
    void parts_that_come_again_change_nothing() {
        byte[] first = jsonFile("c1", "stdout", 0, part("one "));
        byte[] second = jsonFile("c1", "stdout", 100, part("two "));
        byte[] last = jsonFile("c1", "stdout", 200, "three\n");
        pipe(first, second, first, second, last, second, last);

        assertThat(messages()).containsExactly(part("one ") + part("two ") + "three");
        pass(AGE.plus(TICK));
        pass(TICK);
        assertThat(messages()).isEmpty();
    }

    @Test
    void a_last_part_that_comes_again_alone_changes_nothing() {
        byte[] first = jsonFile("c1", "stdout", 0, part("one "));
        byte[] last = jsonFile("c1", "stdout", 100, "two\n");
        byte[] next = jsonFile("c1", "stdout", 200, "next\n");
        pipe(first, last, last, next, last, next);

        assertThat(messages())
                .containsExactly(part("one ") + "two", "next", "next"); // of "next", each under the same id
    }

    @Test
    void lines_take_no_detour_when_the_last_cut_line_was_long_ago() {
        pipe(jsonFile("c1", "stdout", 0, part("cut ")), jsonFile("c1", "stdout", 100, "end\n"));
        assertThat(detours()).isEqualTo(2);
        pass(LineJoiner.KEPT);
        pipe(jsonFile("c1", "stdout", 200, "third\n"));
        assertThat(detours()).isEqualTo(1);

        pass(Duration.ofNanos(1));
        pipe(jsonFile("c1", "stdout", 300, "fourth\n"));

        assertThat(detours()).isZero();
    }

    @Test
    void the_store_is_empty_again_when_the_documents_are_safe() {
        pipe(jsonFile("c1", "stdout", 0, part("one ")), jsonFile("c1", "stdout", 100, "two\n"));
        assertThat(stored()).isEqualTo(2);

        pass(LineJoiner.KEPT);

        assertThat(stored()).isZero();
    }

    @Test
    void lines_of_an_unknown_container_are_documents_of_their_own() {
        String cut = "{\"message\":\"2026-11-23T09:59:59Z stdout P part\",\"fields\":{\"logtype\":\"docker\"}}";
        pipe(cut.getBytes(StandardCharsets.UTF_8), cut.getBytes(StandardCharsets.UTF_8));

        assertThat(messages()).containsExactly("part", "part");
    }

    @Test
    void the_other_schema_joins_nothing_as_logstash_did_not() {
        driver.close();
        start(PARSERS.withSchema(Schema.LOGSTASH));
        pipe(cri("c1", "stdout", 0, "P", "one"));

        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message).endsWith("stdout P one"));
    }

    /** Of ingest, in the partition of their source. */
    private void pipe(byte[]... events) {
        for (byte[] event : events) {
            raw.pipeInput(new TestRecord<>(null, event, new RecordHeaders(List.of(RawHeaders.ofSource(0))), ARRIVAL));
        }
    }

    /** Of anybody, in any partition. */
    private void pipeUnmarked(byte[]... events) {
        for (byte[] event : events) {
            raw.pipeInput(new TestRecord<>(null, event, new RecordHeaders(), ARRIVAL));
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        driver.advanceWallClockTime(time);
    }

    private List<TestRecord<byte[], byte[]>> documents() {
        return driver.createOutputTopic(
                        Topics.DEFAULT.parsed(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private List<String> messages() {
        List<String> messages = new ArrayList<>();
        documents().forEach(document -> messages.add(message(document)));
        return messages;
    }

    private String message(TestRecord<byte[], byte[]> document) {
        Matcher matcher = MESSAGE.matcher(text(document.value()));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private long stored() {
        long count = 0;
        try (var entries = driver.getKeyValueStore(CutLineStore.NAME).all()) {
            for (; entries.hasNext(); entries.next()) {
                count++;
            }
        }
        return count;
    }

    private double joined(String end) {
        return metrics.get("jisu.logs.streams.joined").tag("end", end).counter().count();
    }

    private double outOfOrder() {
        return metrics.get("jisu.logs.streams.parts.out.of.order").counter().count();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
