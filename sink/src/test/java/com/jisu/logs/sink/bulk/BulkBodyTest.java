package com.jisu.logs.sink.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.document.Intake;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.kafka.Progress;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From records to the bytes of a bulk body: {@link Intake}, {@link Delivery} and {@link BulkBody}. */
class BulkBodyTest {

    private static final long DAY_1 = Instant.parse("2026-11-23T23:59:59.999Z").toEpochMilli();
    private static final long DAY_2 = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();

    private final Intake intake = new Intake(DailyIndex.parse(DailyIndex.DEFAULT_PATTERN));
    private final Progress.Run run = new Progress(new TopicPartition("parsed", 3)).begin(100, 100);

    @Test
    void a_body_has_an_action_line_and_the_bytes_of_each_document() {
        List<Delivery> documents = List.of(
                delivery("id-1", "{\"message\":\"ä\"}", headers(DAY_1)), delivery("id-2", "{}", headers(DAY_2)));
        assertThat(text(BulkBody.of(documents))).isEqualTo("""
                        {"create":{"_index":"jisu-logs-2026.11.23","_id":"id-1"}}
                        {"message":"ä"}
                        {"create":{"_index":"jisu-logs-2026.11.24","_id":"id-2"}}
                        {}
                        """);
    }

    @Test
    void a_document_knows_its_bytes_in_the_body() {
        List<Delivery> documents = List.of(delivery("id-1", "{\"message\":\"ä\"}", headers(DAY_1)));
        assertThat(BulkBody.of(documents).getContentLength())
                .isEqualTo(documents.get(0).bytes());
    }

    @Test
    void a_compressed_body_is_the_same_when_inflated() throws IOException {
        List<Delivery> documents = List.of(delivery("id-1", "{\"a\":1}", headers(DAY_1)));
        BulkBody compressed = BulkBody.compressed(documents);
        assertThat(compressed.getContentEncoding().getValue()).isEqualTo("gzip");
        assertThat(new GZIPInputStream(compressed.getContent()).readAllBytes())
                .isEqualTo(BulkBody.of(documents).getContent().readAllBytes());
    }

    @Test
    void line_feeds_between_the_tokens_become_spaces_wherever_they_are() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder json = new StringBuilder("{");
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                json.append("\n\t xü\u000b\u008a".charAt(random.nextInt(7)));
            }
            String value = json.append('}').toString();
            Delivery delivery = delivery("id", value, headers(DAY_1));
            assertThat(new String(delivery.source(), UTF_8)).as("seed %d", seed).isEqualTo(value.replace('\n', ' '));
        }
    }

    @Test
    void the_record_itself_keeps_its_line_feeds() {
        Delivery delivery = delivery("id", "{\n}", headers(DAY_1));
        assertThat(delivery.record().value()).isEqualTo("{\n}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "null", "7", "\"{}\"", "[{}]", "{", "}", "{} {", "{\"delete\":{}}\n{\"x\""})
    void what_can_be_no_object_is_no_document(String value) {
        assertThat(Intake.isObject(value == null ? null : value.getBytes(UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " \r\n{\"a\":1}\t", "{not json but in braces}"})
    void what_could_be_an_object_is_left_to_elasticsearch(String value) {
        assertThat(Intake.isObject(value.getBytes(UTF_8))).isTrue();
    }

    @Test
    void without_a_key_the_id_is_the_place_of_the_record() {
        assertThat(id(null, new RecordHeaders())).isEqualTo("parsed-3-42");
        assertThat(id("", new RecordHeaders())).isEqualTo("parsed-3-42");
    }

    @Test
    void without_a_key_a_replayed_dead_letter_has_the_id_of_its_first_death() {
        Headers headers = new RecordHeaders();
        new DeadLetter(DeadLetter.Stage.SINK, "refused", "", "parsed", 1, 7, DAY_1).addTo(headers);
        new DeadLetter(DeadLetter.Stage.SINK, "refused", "", "parsed", 3, 41, DAY_2).addTo(headers);
        assertThat(id(null, headers)).isEqualTo("parsed-1-7");
        assertThat(delivery(null, "{}", headers).index().text()).isEqualTo("jisu-logs-2026.11.23");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"}}\n{\"delete\":{\"_index\":\"*\"}}", "a b", "ä", "a\\", "\u0000"})
    void a_hostile_key_is_hashed(String key) {
        String id = id(key, new RecordHeaders());
        assertThat(id).matches("[A-Za-z0-9_-]{43}").isEqualTo(id(key, new RecordHeaders()));
    }

    @Test
    void a_key_longer_than_an_id_may_be_is_hashed() {
        assertThat(id("x".repeat(512), new RecordHeaders())).hasSize(512);
        assertThat(id("x".repeat(513), new RecordHeaders())).hasSize(43);
    }

    @Test
    void without_a_usable_time_the_day_is_that_of_the_records_arrival() {
        assertThat(delivery("id", "{}", new RecordHeaders()).index().text()).isEqualTo("jisu-logs-2026.11.24");
        assertThat(delivery("id", "{}", headers(Long.MAX_VALUE)).index().text()).isEqualTo("jisu-logs-2026.11.24");
        assertThat(delivery("id", "{}", headers(Long.MIN_VALUE)).index().text()).isEqualTo("jisu-logs-2026.11.24");
    }

    private String id(String key, Headers headers) {
        return new String(delivery(key, "{}", headers).id(), UTF_8);
    }

    private Delivery delivery(String key, String value, Headers headers) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        byte[] valueBytes = value.getBytes(UTF_8);
        return intake.delivery(
                new ConsumerRecord<>(
                        "parsed",
                        3,
                        42,
                        DAY_2,
                        TimestampType.LOG_APPEND_TIME,
                        -1,
                        valueBytes.length,
                        keyBytes,
                        valueBytes,
                        headers,
                        Optional.empty()),
                run);
    }

    private static Headers headers(long time) {
        return new RecordHeaders().add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(time));
    }

    private static String text(BulkBody body) {
        try {
            return new String(body.getContent().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
