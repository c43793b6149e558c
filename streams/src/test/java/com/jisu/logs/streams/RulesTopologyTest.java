package com.jisu.logs.streams;

import static com.jisu.logs.streams.ContainerEvent.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.RawHeaders;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules of one's own make of the records of the raw topic. */
class RulesTopologyTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-23T10:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private RulesInUse rules;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> raw;
    private TestOutputTopic<byte[], byte[]> parsed;
    private TestOutputTopic<byte[], byte[]> dead;

    private void start(String yaml) throws Exception {
        stop();
        rules = yaml == null
                ? null
                : RulesInUse.open(Files.writeString(directory.resolve("rules.yml"), yaml), ParserFixture.DEFAULTS);
        driver = TopologyFixture.driver(
                Files.createTempDirectory(directory, "state"),
                ParserFixture.DEFAULTS,
                Optional.ofNullable(rules),
                Joining.with(new Commits()),
                metrics,
                ARRIVAL);
        raw = TopologyFixture.raw(driver);
        ByteArrayDeserializer toBytes = new ByteArrayDeserializer();
        parsed = driver.createOutputTopic(Topics.DEFAULT.parsed(), toBytes, toBytes);
        dead = driver.createOutputTopic(Topics.DEFAULT.dead(), toBytes, toBytes);
    }

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
        }
        if (rules != null) {
            rules.close();
        }
    }

    @Test
    void an_event_that_rules_drop_is_counted_and_becomes_neither_document_nor_dead_letter() throws Exception {
        start("steps: [{if: 'message == \"noise\"', drop: {}}]");
        pipe("own", "\"message\":\"noise\"");
        pipe("own", "\"message\":\"news\"");

        assertThat(json(parsed.readRecord()).path("message").asText()).isEqualTo("news");
        assertThat(parsed.isEmpty()).isTrue();
        assertThat(dead.isEmpty()).isTrue();
        assertThat(dropped()).isEqualTo(1);
        assertThat(metrics.get("jisu.logs.streams.events")
                        .tag("outcome", "clean")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void the_documents_of_one_event_have_its_id_with_their_place_behind_it() throws Exception {
        start(null);
        pipe("own", "\"message\":\"a b c\"");
        String id = text(parsed.readRecord().key());

        start("steps: [{split_event: {terminator: ' '}}, {if: 'message == \"b\"', drop: {}}]");
        pipe("own", "\"message\":\"a b c\"");
        assertThat(parsed.readRecordsToList())
                .extracting(record ->
                        text(record.key()) + " " + json(record).path("message").asText())
                .containsExactly(id + "-0 a", id + "-2 c");
        assertThat(dropped()).as("some of it is left").isZero();
    }

    @Test
    void where_a_document_is_delivered_stands_in_its_headers() throws Exception {
        start("""
                steps:
                  - deliver: {index: first, id: lost}
                  - if: 'user.name == "amy"'
                    deliver:
                      index: 'Shop ${user.name}-${@timestamp|yyyy.MM.dd}'
                      id: 'order-${order}'
                      pipeline: enrich
                      routing: '${user.name}'
                """);
        pipe("own", "\"user\":{\"name\":\"amy\"},\"order\":7");
        Headers headers = parsed.readRecord().headers();
        assertThat(List.of(
                        ParsedHeaders.text(headers, ParsedHeaders.INDEX),
                        ParsedHeaders.text(headers, ParsedHeaders.ID),
                        ParsedHeaders.text(headers, ParsedHeaders.PIPELINE),
                        ParsedHeaders.text(headers, ParsedHeaders.ROUTING)))
                .containsExactly("shop_amy-2026.11.22", "order-7", "enrich", "amy");
        assertThat(ParsedHeaders.logType(headers)).isEqualTo("own");

        pipe("own", "\"user\":{\"name\":\"bob\"}");
        headers = parsed.readRecord().headers();
        assertThat(ParsedHeaders.text(headers, ParsedHeaders.INDEX)).isEqualTo("first");
        assertThat(headers.lastHeader(ParsedHeaders.PIPELINE)).isNull();
        assertThat(headers.lastHeader(ParsedHeaders.ROUTING)).isNull();
    }

    @Test
    void an_event_that_is_delivered_twice_is_two_documents() throws Exception {
        start("""
                steps:
                  - split_event: {copies: [a, b], mark: labels.copy}
                  - deliver: {index: archive, copy: true}
                  - set: {field: labels.kept, value: yes}
                """);
        pipe("own", "\"message\":\"m\"");
        List<TestRecord<byte[], byte[]>> documents = parsed.readRecordsToList();
        assertThat(documents)
                .extracting(record -> ParsedHeaders.text(record.headers(), ParsedHeaders.INDEX) + " "
                        + json(record).at("/labels/copy").asText() + " "
                        + json(record).at("/labels/kept").asText())
                .containsExactly("archive  ", "null  yes", "archive a ", "null a yes", "archive b ", "null b yes");
        assertThat(documents).extracting(record -> text(record.key())).doesNotHaveDuplicates();
    }

    @Test
    void an_event_of_a_type_without_steps_is_the_document_it_was_without_rules() throws Exception {
        String event = "\"message\":\"{\\\"level\\\":\\\"warn\\\",\\\"message\\\":\\\"low disk\\\"}\"";
        start(null);
        pipe("application", event);
        TestRecord<byte[], byte[]> without = parsed.readRecord();

        start("types: {own: {steps: [{drop: {}}]}}");
        pipe("application", event);
        TestRecord<byte[], byte[]> with = parsed.readRecord();
        assertThat(text(with.value())).isEqualTo(text(without.value()));
        assertThat(text(with.key())).isEqualTo(text(without.key()));
        assertThat(with.headers()).isEqualTo(without.headers());
        assertThat(dropped()).isZero();
    }

    @Test
    void a_cut_line_of_a_type_that_is_parsed_as_docker_is_joined_and_then_changed() throws Exception {
        start("""
                types:
                  billing:
                    as: docker
                    steps:
                      - grok: {field: message, patterns: ['order (?<order.id>\\d+)$']}
                      - gsub: {field: message, pattern: '\\.+', replacement: '…'}
                """);
        byte[] first = ofType("billing", ContainerEvent.jsonFile("c1", "stdout", 0, part("it was ")));
        byte[] last = ofType("billing", ContainerEvent.jsonFile("c1", "stdout", 100, "order 17\n"));
        pipe(first);
        assertThat(parsed.isEmpty()).as("half of a line").isTrue();
        pipe(last);

        JsonNode document = json(parsed.readRecord());
        assertThat(document.path("message").asText()).isEqualTo("it was …order 17");
        assertThat(document.at("/order/id").asText()).isEqualTo("17");
        assertThat(document.has("tags")).isFalse();
        assertThat(parsed.isEmpty()).isTrue();
    }

    @Test
    void a_cut_line_can_be_dropped() throws Exception {
        start("steps: [{if: 'message =~ \"debug$\"', drop: {}}]");
        pipe(ContainerEvent.jsonFile("c1", "stdout", 0, part("it was ")));
        pipe(ContainerEvent.jsonFile("c1", "stdout", 100, "debug\n"));
        pipe(ContainerEvent.jsonFile("c1", "stdout", 200, "info\n"));
        assertThat(parsed.readRecordsToList())
                .extracting(record -> json(record).path("message").asText())
                .containsExactly("info");
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void a_step_that_fails_tags_the_document_and_those_behind_it_go_on() throws Exception {
        start("steps: [{grok: {field: message, patterns: ['^%{INT:n}$']}}, {set: {field: labels.behind, value: it}}]");
        pipe("own", "\"message\":\"no number\"");
        JsonNode document = json(parsed.readRecord());
        assertThat(document.path("tags").toString()).isEqualTo("[\"_grokparsefailure\"]");
        assertThat(document.at("/labels/behind").asText()).isEqualTo("it");
        assertThat(rules.current().counts().get(0).failures()).isEqualTo(1);
        assertThat(metrics.find("jisu.logs.streams.tagged").counter())
                .as("tags of steps are of users' making: no labels")
                .isNull();
        assertThat(dead.isEmpty()).isTrue();
    }

    @Test
    void what_is_no_event_dies_whatever_rules_say() throws Exception {
        start("steps: [{drop: {}}]");
        pipe("no event".getBytes(StandardCharsets.UTF_8));
        assertThat(DeadLetter.last(dead.readRecord().headers()).orElseThrow().reason())
                .isEqualTo("not_json");
        assertThat(dropped()).isZero();
    }

    private double dropped() {
        return metrics.get("jisu.logs.streams.dropped").counter().count();
    }

    private void pipe(String type, String members) {
        pipe(("{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"fields\":{\"logtype\":\"" + type + "\"}," + members + "}")
                .getBytes(StandardCharsets.UTF_8));
    }

    private void pipe(byte[] event) {
        raw.pipeInput(new TestRecord<>(null, event, new RecordHeaders(List.of(RawHeaders.ofSource(0))), ARRIVAL));
    }

    private static byte[] ofType(String type, byte[] event) {
        return text(event)
                .replace("\"logtype\":\"docker\"", "\"logtype\":\"" + type + '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(TestRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
