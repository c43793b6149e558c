package com.jisu.logs.app.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.Main;
import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadLetter.Stage;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands on a real broker, as a user gives them. */
class DlqCommandTest {

    private static final int PARTITIONS = 3;
    private static final long TIME = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
    private static final long ARRIVAL = Instant.parse("2026-11-23T10:00:01Z").toEpochMilli();

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    private Topics topics;
    private String out;
    private String err;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory, 0);
        producer = new KafkaProducer<>(servers(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        kafka.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        String name = UUID.randomUUID().toString().substring(0, 8);
        topics = new Topics("raw-" + name, "parsed-" + name, "dead-" + name);
        try (Admin admin = Admin.create(servers())) {
            new TopicSetup(admin, topics).createMissing(PARTITIONS, Optional.empty());
        }
    }

    @Test
    void list_shows_each_letter_and_counts_them_by_stage_and_reason() throws Exception {
        bury(0, "a", "{", death(Stage.STREAMS, "not_json", "unexpected end"));
        bury(1, "b", "{}", death(Stage.SINK, "refused", "mapping:\n\u001b[31mfield [x]"));
        bury(1, "c", "{}", death(Stage.SINK, "refused", "x".repeat(500)));

        assertThat(dlq("list")).isZero();
        List<String> lines = out.lines().toList();
        assertThat(lines.get(0)).startsWith("DIED (UTC)").contains("POSITION", "STAGE", "REASON", "DEATHS", "ERROR");
        assertThat(lines.get(1)).matches("20..-..-..T.*Z +0:0 +streams +not_json +1 +unexpected end");
        assertThat(lines.get(2)).contains("1:0", "sink", "refused", "mapping:⏎\\x1b[31mfield [x]");
        assertThat(lines.get(3)).contains("1:1").hasSizeLessThan(220).endsWith("…");
        assertThat(lines.subList(5, 7))
                .satisfiesExactly(
                        sink -> assertThat(sink).matches(" +2 +sink +refused"),
                        streams -> assertThat(streams).matches(" +1 +streams +not_json"));
        assertThat(lines).hasSize(7);
        assertThat(err).isEmpty();
    }

    @Test
    void list_says_so_where_there_is_none() {
        assertThat(dlq("list")).isZero();
        assertThat(out).isEqualTo("no dead letters" + System.lineSeparator());
    }

    @Test
    void a_limit_keeps_the_newest_and_the_counts_are_of_all() throws Exception {
        for (int i = 0; i < 6; i++) {
            RecordMetadata buried = bury(i % PARTITIONS, "k", "{", death(Stage.STREAMS, "not_json", "number " + i));
            awaitClockAfter(buried.timestamp());
        }
        assertThat(dlq("list", "--limit", "2")).isZero();
        assertThat(out)
                .contains("number 4", "number 5")
                .doesNotContain("number 3")
                .contains("6  streams  not_json")
                .contains("6  in all, the newest 2 of them above");
        assertThat(dlq("export", "--limit", "2")).isZero();
        assertThat(jsonLines())
                .extracting(line -> line.at("/deaths/0/error").asText())
                .containsExactlyInAnyOrder("number 4", "number 5");
    }

    @ParameterizedTest
    @CsvSource({
        "--stage sink, 'refused,too_large'",
        "--stage STREAMS, not_json",
        "--reason refused, refused",
        "--stage sink --reason too_large, too_large",
        "--stage streams --reason refused, ''"
    })
    void filters_must_all_hold(String filters, String reasons) throws Exception {
        bury(0, "a", "{", death(Stage.STREAMS, "not_json", ""));
        bury(1, "b", "{}", death(Stage.SINK, "refused", ""));
        bury(2, "c", "{}", death(Stage.SINK, "too_large", ""));
        assertThat(dlq(("export " + filters).split(" "))).isZero();
        assertThat(jsonLines())
                .extracting(line -> line.at("/deaths/0/reason").asText())
                .containsExactlyInAnyOrder(reasons.isEmpty() ? new String[0] : reasons.split(","));
    }

    @Test
    void since_looks_at_the_time_of_death() throws Exception {
        awaitClockAfter(
                bury(0, "early", "{", death(Stage.STREAMS, "not_json", "early")).timestamp());
        Instant then = Instant.ofEpochMilli(
                bury(0, "late", "{", death(Stage.STREAMS, "not_json", "late")).timestamp());
        assertThat(dlq("list", "--since", then.toString())).isZero();
        assertThat(out).contains(" late").doesNotContain("early");
        for (String all : List.of("1h", "3d", then.toString().substring(0, 10))) {
            assertThat(dlq("list", "--since", all)).as(all).isZero();
            assertThat(out).as(all).contains("early", "late");
        }
        assertThat(dlq("list", "--since", "2100-01-01")).isZero();
        assertThat(out).startsWith("no dead letters");
    }

    @Test
    void show_tells_all_of_one_letter() throws Exception {
        DeadLetter first = death(Stage.SINK, "refused", "first error");
        DeadLetter second = new DeadLetter(Stage.SINK, "too_large", "second error", topics.parsed(), 2, 9, ARRIVAL + 1);
        bury(0, "other", "{", first);
        bury(0, "id-1", "{\"message\":\"\u001b[2Jé\"}", first, second);

        assertThat(dlq("show", "0:1")).isZero();
        assertThat(out)
                .contains("position   0:1 of " + topics.dead())
                .contains("death 1    sink refused, of " + topics.parsed() + " 1:5, arrived there 2026-11-23T10:00:01Z")
                .contains("           first error")
                .contains("death 2    sink too_large, of " + topics.parsed() + " 2:9")
                .contains("second error")
                .contains("key        id-1")
                .contains("time       2026-11-23T10:00:00Z")
                .contains("logtype    nginx")
                .contains("value      20 bytes:")
                .contains("{\"message\":\"\\x1b[2Jé\"}");
    }

    @Test
    void show_has_an_event_as_rules_leave_it_and_raw_as_it_is() throws Exception {
        String event = "{\"message\":\"mail of amy@example.com\",\"fields\":{\"logtype\":\"own\"}}";
        bury(0, null, event, death(Stage.STREAMS, "parser_failure", ""));
        Path rules = Files.writeString(
                directory.resolve("rules-" + topics.dead() + ".yml"),
                "steps: [{redact: {fields: message, patterns: [email]}}, {set: {field: labels.seen, value: yes}}]");
        String set = "streams.rules=" + rules;
        assertThat(dlq("show", "0:0", "--set", set)).as(err).isZero();
        assertThat(out).contains("mail of ", "\"seen\":\"yes\"").doesNotContain("amy@example.com");
        assertThat(dlq("show", "0:0", "--raw", "--set", set)).isZero();
        assertThat(out).contains(event).doesNotContain("seen");
        assertThat(dlq("export", "--set", set)).isZero();
        assertThat(out).as("what is exported is for a replay").contains("amy@example.com");
    }

    @Test
    void show_of_what_is_not_there_says_what_there_is() throws Exception {
        bury(0, "a", "{", death(Stage.STREAMS, "not_json", ""));
        assertThat(dlq("show", "0:1")).isEqualTo(1);
        assertThat(err)
                .isEqualToNormalizingNewlines(
                        "jisu-logs: there is no record 0:1 in %s: partition 0 has 0 to 0%n".formatted(topics.dead()));
        assertThat(dlq("show", "1:0")).isEqualTo(1);
        assertThat(err).contains("partition 1 is empty");
        assertThat(dlq("show", "7:0")).isEqualTo(1);
        assertThat(err).contains("there is no partition 7 in " + topics.dead() + ": it has 0 to 2");
    }

    @Test
    void replay_sends_each_letter_back_to_its_stage_as_it_was() throws Exception {
        bury(0, null, "no JSON \u00e9", death(Stage.STREAMS, "not_json", "x"));
        bury(1, "id-1", "{\"a\":1}", death(Stage.SINK, "refused", "y"));
        bury(1, "id-2", null, death(Stage.SINK, "not_an_object", "z"));

        for (int times = 1; times <= 2; times++) {
            assertThat(dlq("replay")).isZero();
            assertThat(out)
                    .isEqualToNormalizingNewlines(
                            "3 dead letters replayed: 1 to %s, 2 to %s%n".formatted(topics.raw(), topics.parsed()));
            List<ConsumerRecord<byte[], byte[]>> raw = records(topics.raw(), times);
            assertThat(raw).allSatisfy(record -> {
                assertThat(record.key()).isNull();
                assertThat(new String(record.value(), UTF_8)).isEqualTo("no JSON \u00e9");
                assertThat(DeadLetter.history(record.headers())).containsExactly(death(Stage.STREAMS, "not_json", "x"));
            });
            List<ConsumerRecord<byte[], byte[]>> parsed = records(topics.parsed(), 2 * times);
            assertThat(parsed)
                    .filteredOn(record -> new String(record.key(), UTF_8).equals("id-1"))
                    .hasSize(times)
                    .allSatisfy(record -> {
                        assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"a\":1}");
                        assertThat(ParsedHeaders.time(record.headers())).hasValue(TIME);
                        assertThat(ParsedHeaders.logType(record.headers())).isEqualTo("nginx");
                        assertThat(DeadLetter.history(record.headers()))
                                .containsExactly(death(Stage.SINK, "refused", "y"));
                    });
        }
        assertThat(records(topics.dead(), 3)).as("the letters stay").hasSize(3);
    }

    @Test
    void replay_takes_the_same_filters_as_list() throws Exception {
        bury(0, "a", "{", death(Stage.STREAMS, "not_json", ""));
        bury(1, "b", "{}", death(Stage.SINK, "refused", ""));
        assertThat(dlq("replay", "--reason", "refused")).isZero();
        assertThat(out).startsWith("1 dead letter replayed: 0 to");
        assertThat(dlq("replay", "--reason", "nothing_such")).isZero();
        assertThat(out).isEqualToNormalizingNewlines("0 dead letters replayed%n".formatted());
        assertThat(records(topics.parsed(), 1)).hasSize(1);
    }

    @Test
    void of_a_record_that_died_again_only_the_newest_letter_counts() throws Exception {
        DeadLetter first = death(Stage.SINK, "refused", "first");
        awaitClockAfter(bury(0, "id-1", "{}", first).timestamp());
        DeadLetter second = new DeadLetter(Stage.SINK, "refused", "second", topics.parsed(), 1, 6, ARRIVAL);
        awaitClockAfter(bury(2, "id-1", "{}", first, second).timestamp());
        DeadLetter other = new DeadLetter(Stage.SINK, "refused", "other", topics.parsed(), 0, 5, ARRIVAL);
        bury(0, "id-2", "{}", other);

        assertThat(dlq("list")).isZero();
        assertThat(out)
                .contains("2:0 ", "second", "other")
                .doesNotContain("first")
                .contains("2  sink     refused");
        assertThat(dlq("replay")).isZero();
        List<ConsumerRecord<byte[], byte[]>> replayed = records(topics.parsed(), 2);
        assertThat(replayed)
                .filteredOn(record -> new String(record.key(), UTF_8).equals("id-1"))
                .singleElement()
                .satisfies(record ->
                        assertThat(DeadLetter.history(record.headers())).containsExactly(first, second));
        assertThat(dlq("replay", "--limit", "1")).isZero();
        assertThat(out).startsWith("1 dead letter replayed");
    }

    @Test
    void export_writes_a_json_object_on_each_line() throws Exception {
        bury(0, "id-1", "line\n\u00e9", death(Stage.SINK, "refused", "why"));
        byte[] noText = {(byte) 0xff, 1};
        producer.send(new ProducerRecord<>(
                        topics.dead(), 1, (byte[]) null, noText, headers(death(Stage.STREAMS, "not_json", "bytes"))))
                .get();
        assertThat(dlq("export")).isZero();
        assertThat(out).matches("\\p{ASCII}*");
        List<JsonNode> lines = jsonLines();
        assertThat(lines).hasSize(2);
        JsonNode text = lines.stream()
                .filter(line -> line.path("partition").asInt() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(text.path("value").asText()).isEqualTo("line\n\u00e9");
        assertThat(text.path("key").asText()).isEqualTo("id-1");
        assertThat(text.path("time").asText()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(text.path("logtype").asText()).isEqualTo("nginx");
        assertThat(text.path("offset").asInt()).isZero();
        assertThat(text.at("/deaths/0").toString())
                .isEqualTo(
                        ("{\"stage\":\"sink\",\"reason\":\"refused\",\"error\":\"why\",\"topic\":\"%s\",\"partition\":1,"
                                        + "\"offset\":5,\"arrived\":\"2026-11-23T10:00:01Z\"}")
                                .formatted(topics.parsed()));
        JsonNode bytes = lines.stream()
                .filter(line -> line.path("partition").asInt() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(bytes.path("value_base64").binaryValue()).isEqualTo(noText);
        assertThat(bytes.has("value") || bytes.has("key")).isFalse();
    }

    @Test
    void a_record_that_is_no_dead_letter_is_passed_over_and_told_of() throws Exception {
        producer.send(new ProducerRecord<>(topics.dead(), 0, null, "stray".getBytes(UTF_8)))
                .get();
        bury(0, "a", "{", death(Stage.STREAMS, "not_json", ""));
        assertThat(dlq("replay")).isZero();
        assertThat(out).startsWith("1 dead letter replayed");
        assertThat(err).contains("1 records of " + topics.dead() + " have no headers of a dead letter");
        assertThat(dlq("show", "0:0")).isZero();
        assertThat(out).contains("no headers of a dead letter", "stray");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --since yesterday",
                "list --since 10x",
                "list --since 2026-13-01",
                "list --limit 0",
                "list --limit many",
                "list --stage ingest",
                "show",
                "show 0",
                "show 0:x",
                "replay extra",
                "nothing"
            })
    void a_wrong_command_line_is_one_line_with_a_hint_and_exit_code_2(String command) {
        assertThat(dlq(command.split(" "))).isEqualTo(2);
        List<String> lines = err.lines().toList();
        assertThat(lines).as(err).hasSizeBetween(1, 2);
        assertThat(lines.get(0)).startsWith("jisu-logs: ");
        assertThat(err).doesNotContain("Exception");
        assertThat(out).isEmpty();
    }

    @Test
    void a_bad_since_is_told_what_would_be_good() {
        dlq("list", "--since", "yesterday");
        assertThat(err)
                .contains("--since", "'yesterday' is no time; write 30m, 12h, 7d, 2026-11-24 or 2026-11-24T08:00:00Z");
    }

    @Test
    void a_broker_that_is_not_there_is_one_line_and_exit_code_1() {
        int exitCode = run(
                "dlq",
                "list",
                "--set",
                "kafka.bootstrap-servers=localhost:1",
                "--set",
                "kafka.properties.default.api.timeout.ms=500");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.lines()).singleElement().asString().contains("Kafka at localhost:1 does not answer");
    }

    @Test
    void a_topic_that_is_not_there_is_one_line_and_exit_code_1() {
        topics = new Topics(topics.raw(), topics.parsed(), "no-such-topic");
        assertThat(dlq("list")).isEqualTo(1);
        assertThat(err.lines()).singleElement().asString().contains("there is no topic no-such-topic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlq", "dlq list", "dlq show", "dlq replay", "dlq export"})
    void each_command_has_help_with_an_example(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--help");
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(out)
                .contains("Usage: jisu-logs " + command)
                .contains("Example")
                .contains("  jisu-logs " + command);
    }

    private int dlq(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dlq"));
        all.addAll(List.of(arguments));
        boolean known = List.of("list", "show", "replay", "export").contains(arguments[0]);
        if (known) {
            for (String key : List.of(
                    "kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "topics.raw=" + topics.raw(),
                    "topics.parsed=" + topics.parsed(),
                    "topics.dead=" + topics.dead())) {
                all.addAll(List.of("--set", key));
            }
        }
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        ByteArrayOutputStream systemErr = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(systemErr, true, UTF_8));
        try {
            CommandLine commandLine =
                    Main.commandLine().setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
            return commandLine.execute(arguments);
        } finally {
            System.setErr(before);
            out = outText.toString();
            err = errText + systemErr.toString(UTF_8);
        }
    }

    private List<JsonNode> jsonLines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private DeadLetter death(Stage stage, String reason, String error) {
        String topic = stage == Stage.STREAMS ? topics.raw() : topics.parsed();
        return new DeadLetter(stage, reason, error, topic, 1, 5, ARRIVAL);
    }

    private RecordMetadata bury(int partition, String key, String value, DeadLetter... deaths) throws Exception {
        return producer.send(
                        new ProducerRecord<>(topics.dead(), partition, null, bytes(key), bytes(value), headers(deaths)))
                .get();
    }

    private static Headers headers(DeadLetter... deaths) {
        Headers headers = new RecordHeaders();
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(TIME));
        headers.add(ParsedHeaders.LOG_TYPE, bytes("nginx"));
        for (DeadLetter death : deaths) {
            death.addTo(headers);
        }
        return headers;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static void awaitClockAfter(long millis) {
        await().until(() -> System.currentTimeMillis() > millis);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(servers(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(count);
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }

    private static Map<String, Object> servers() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
