package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.ElasticsearchSink.State;
import com.jisu.logs.sink.api.SinkSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class IndexingTest extends RealSinkTest {

    @Test
    void each_document_lands_once_in_the_index_of_its_day() throws Exception {
        fixture.startSink();
        fixture.sendNumbered(2_000);
        fixture.awaitCount(2_000);
        assertThat(countOf(fixture.index(Fixture.DAY_1))).isEqualTo(1_000);
        assertThat(countOf(fixture.index(Fixture.DAY_2))).isEqualTo(1_000);
        assertThat(fixture.document(Fixture.DAY_2, "id-1").path("message").asText())
                .isEqualTo("line 1");
        fixture.awaitMetric(2_000, "documents", "result", "created");
    }

    @Test
    void the_same_record_twice_is_one_document_and_counted_as_a_duplicate() {
        ElasticsearchSink sink = fixture.startSink();
        fixture.sendNumbered(100);
        fixture.sendNumbered(100);
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(200));
        fixture.awaitCount(100);
        fixture.awaitMetric(100, "documents", "result", "duplicate");
        assertThat(sink.state()).isEqualTo(State.RUNNING);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void the_templates_are_there_before_the_first_document() throws Exception {
        fixture.send(
                "a",
                "{\"source\":{\"ip\":\"192.0.2.1\",\"geo\":{\"location\":{\"lat\":37.5,\"lon\":127.0}}}}",
                Fixture.DAY_1);
        fixture.startSink();
        fixture.awaitCount(1);

        JsonNode mapping = fixture.request("GET", "/" + fixture.index(Fixture.DAY_1) + "/_mapping", "")
                .findPath("properties");
        assertThat(mapping.at("/source/properties/geo/properties/location/type").asText())
                .isEqualTo("geo_point");
        assertThat(mapping.at("/clientip/type").asText()).isEqualTo("alias");
        String byAlias = "{\"query\":{\"term\":{\"clientip\":\"192.0.2.0/24\"}}}";
        assertThat(fixture.request("POST", "/" + fixture.indices() + "/_search", byAlias)
                        .at("/hits/total/value")
                        .asInt())
                .isOne();
        List<String> requests = fixture.proxy().requests();
        assertThat(requests.indexOf("GET /_index_template/jisu-logs"))
                .isBetween(0, requests.indexOf("POST /_bulk") - 1);
    }

    @Test
    void offsets_are_committed_only_after_the_answer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch answerHeld = new CountDownLatch(1);
        fixture.proxy().tamper((exchange, response) -> {
            answerHeld.countDown();
            awaitUninterruptibly(answer);
            return false;
        });
        fixture.startSink();
        fixture.sendNumbered(100);
        answerHeld.await();
        fixture.awaitCount(100); // in the index, but nobody told the sink
        await().during(Duration.ofSeconds(2)).until(() -> fixture.committed() == 0);
        answer.countDown();
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(100));
    }

    @Test
    void close_sends_what_was_polled_and_commits_it() throws Exception {
        fixture.batch = new SinkSettings.Batch(1024 * 1024, 1_000, Duration.ofSeconds(60));
        ElasticsearchSink sink = fixture.startSink();
        fixture.sendNumbered(10);
        await().until(() -> fixture.gauge("held.bytes") > 900);
        assertThat(fixture.count()).isZero();
        sink.close();
        assertThat(sink.state()).isEqualTo(State.STOPPED);
        assertThat(fixture.count()).isEqualTo(10);
        assertThat(fixture.committed()).isEqualTo(10);
    }

    @Test
    void a_compressed_request_stores_the_same() throws Exception {
        fixture.gzip = true;
        Set<String> encodings = ConcurrentHashMap.newKeySet();
        fixture.proxy().fail((exchange, body) -> {
            encodings.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding")));
            return false;
        });
        fixture.startSink();
        fixture.sendNumbered(1_000);
        fixture.awaitCount(1_000);
        assertThat(encodings).containsExactly("gzip");
        assertThat(fixture.document(Fixture.DAY_1, "id-998").path("number").asInt())
                .isEqualTo(998);
    }

    @Test
    void records_that_streams_would_never_write_have_a_defined_outcome() throws Exception {
        String parsed = fixture.topics.parsed();
        fixture.send(new ProducerRecord<>(parsed, 0, null, Fixture.bytes("{\"message\":\"no key, no headers\"}")));
        fixture.send(new ProducerRecord<>(
                parsed,
                0,
                Fixture.bytes("\"}}\n{\"delete\":{\"_index\":\"*\"}}"),
                Fixture.bytes("{\n\"message\":\n\"hostile key\"\n}")));
        fixture.send(new ProducerRecord<>(parsed, 1, Fixture.bytes("no-object"), Fixture.bytes("[1]")));
        fixture.send(new ProducerRecord<>(parsed, 2, Fixture.bytes("nothing"), null));
        fixture.flush();
        fixture.startSink();

        fixture.awaitCount(2);
        JsonNode found = fixture.request("GET", "/" + fixture.indices() + "/_doc/" + parsed + "-0-0", "");
        String today = LocalDate.now(ZoneOffset.UTC).toString().replace('-', '.');
        JsonNode hit = fixture.request("GET", "/" + fixture.indices() + "/_search?q=key", "")
                .at("/hits/hits");
        assertThat(found).isNotNull();
        assertThat(hit).hasSize(2);
        assertThat(hit.get(0).path("_index").asText()).endsWith(today);
        assertThat(hit.findValuesAsText("_id")).contains(parsed + "-0-0");

        List<ConsumerRecord<byte[], byte[]>> dead = fixture.awaitDeadLetters(2);
        assertThat(dead)
                .allSatisfy(record -> assertThat(
                                DeadLetter.last(record.headers()).orElseThrow().reason())
                        .isEqualTo("not_an_object"));
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(4));
    }

    @Test
    void events_of_long_ago_and_of_a_clock_that_runs_ahead_arrive_under_their_days() throws Exception {
        Instant now = Instant.now();
        Instant monthAgo = now.minus(Duration.ofDays(30));
        Instant tomorrow = now.plus(Duration.ofDays(1));
        fixture.startSink();
        for (Instant time : List.of(monthAgo, tomorrow)) {
            // The producer's own timestamp is the event's, as of one that knows no better; the topic puts its own.
            fixture.send(new ProducerRecord<>(
                    fixture.topics.parsed(),
                    null,
                    time.toEpochMilli(),
                    Fixture.bytes("at-" + time.getEpochSecond()),
                    Fixture.bytes("{\"@timestamp\":\"" + time + "\"}"),
                    new RecordHeaders().add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(time.toEpochMilli()))));
        }
        fixture.flush();
        fixture.awaitCount(2);
        assertThat(countOf(fixture.index(monthAgo))).isOne();
        assertThat(countOf(fixture.index(tomorrow))).isOne();
        // Retention looks at the records' own timestamps: those of their arrival, so that it deletes neither early.
        assertThat(fixture.parsedRecords(2)).allSatisfy(record -> {
            assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertThat(record.timestamp()).isGreaterThanOrEqualTo(now.toEpochMilli());
        });
    }

    @Test
    void without_the_dead_letter_topic_nothing_is_committed_until_it_is_there() throws Exception {
        fixture.createTopics();
        try (Admin admin = Admin.create(fixture.kafka())) {
            admin.deleteTopics(List.of(fixture.topics.dead())).all().get();
            ElasticsearchSink sink = fixture.startSink();
            await().until(() -> sink.state() == State.RUNNING);
            for (int i = 0; i < 100; i++) {
                fixture.send(new ProducerRecord<>(fixture.topics.parsed(), 0, null, Fixture.bytes("no object")));
            }
            fixture.flush();
            await().until(() -> fixture.metric("dead", "reason", "not_an_object") == 100);
            await().during(Duration.ofSeconds(3)).until(() -> fixture.committed() == 0);
            assertThat(sink.state()).isEqualTo(State.WAITING_FOR_KAFKA);
            new TopicSetup(admin, fixture.topics).createMissing(Fixture.PARTITIONS, Optional.empty());
            await().until(() -> sink.state() == State.RUNNING);
        }
        assertThat(fixture.awaitDeadLetters(100)).hasSize(100);
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(100));
    }

    @Test
    void a_document_of_the_largest_size_is_indexed() throws Exception {
        fixture.startSink();
        int room = Topics.MAX_DOCUMENT_BYTES - 1_000;
        fixture.send("large", "{\"event\":{\"original\":\"" + "x".repeat(room) + "\"}}", Fixture.DAY_1);
        fixture.send("small", "{}", Fixture.DAY_1);
        fixture.awaitCount(2);
        assertThat(fixture.document(Fixture.DAY_1, "large")
                        .at("/event/original")
                        .asText())
                .hasSize(room);
    }

    private long countOf(String index) throws Exception {
        return fixture.request("GET", "/" + index + "/_count", "").path("count").asLong();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
