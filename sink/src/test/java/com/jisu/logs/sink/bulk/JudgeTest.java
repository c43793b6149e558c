package com.jisu.logs.sink.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.sink.TestSettings;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.document.Intake;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.Elasticsearch;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.ErrorTexts;
import com.jisu.logs.sink.fields.FieldRoom;
import com.jisu.logs.sink.fields.IndexMapping;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.kafka.DeadLetters;
import com.jisu.logs.sink.kafka.Progress;
import com.jisu.logs.sink.metrics.SinkMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What becomes of documents that meet errors of Elasticsearch's own. */
class JudgeTest {

    private static final ErrorTexts ERRORS = new Elasticsearch().errors();
    private static final long TIME = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Progress progress = new Progress(new TopicPartition("parsed", 0));
    private final Intake intake = new Intake(DailyIndex.parse(DailyIndex.DEFAULT_PATTERN));

    /** Nobody is there: what can not be asked is not known. */
    private final ElasticsearchConnection nobody =
            ElasticsearchConnection.to(TestSettings.of(URI.create("http://127.0.0.1:1")));

    private final SinkMetrics metrics = new SinkMetrics(new SimpleMeterRegistry(), new SteadyClock());
    private final Judge judge = new Judge(
            new DeadLetters(() -> producer, "dead", Runnable::run),
            metrics,
            index -> true,
            new Canary(nobody, Elasticsearch::new, index -> index),
            new FieldRoom(index -> nobody.index(index, IndexMapping.FILTER), Elasticsearch::new, metrics, 300));

    @Test
    void an_internal_error_is_tried_again_for_ever_while_the_index_takes_nothing() {
        Delivery delivery = delivery(1);
        for (int i = 0; i < 100; i++) {
            Judge.Outcome outcome =
                    judge.judge(Batch.first(List.of(delivery)), List.of(internalError(0)), System.nanoTime());
            assertThat(outcome.busy()).containsExactly(delivery);
            assertThat(outcome.changed()).isEmpty();
        }
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void an_internal_error_that_stays_with_one_document_while_others_pass_is_that_documents() {
        Delivery delivery = delivery(1);
        List<Delivery> changed = new ArrayList<>();
        int tries = 0;
        while (changed.isEmpty()) {
            Judge.Outcome outcome = judge.judge(
                    Batch.first(List.of(delivery, delivery(2))), List.of(internalError(0)), System.nanoTime());
            changed.addAll(outcome.changed());
            tries++;
            assertThat(tries).isLessThan(20);
        }
        assertThat(tries).isGreaterThan(3);
        assertThat(changed)
                .singleElement()
                .satisfies(minimal -> assertThat(minimal.form()).isEqualTo(Delivery.Form.MINIMAL));
    }

    @Test
    void tries_of_an_outage_do_not_count_as_internal_errors_of_a_document() {
        Delivery delivery = delivery(1);
        Batch batch = Batch.first(List.of(delivery));
        for (int i = 0; i < 50; i++) {
            batch = batch.again(batch.documents()); // Elasticsearch was away
        }
        judge.judge(Batch.first(List.of(delivery(2))), List.of(), System.nanoTime());
        Judge.Outcome outcome = judge.judge(batch, List.of(internalError(0)), System.nanoTime());
        assertThat(outcome.busy()).containsExactly(delivery);
    }

    @Test
    void a_document_whose_every_form_is_refused_while_others_pass_is_a_dead_letter_and_only_then_answered_for() {
        Delivery delivery = delivery(1);
        List<Delivery> next = List.of(delivery);
        int forms = 0;
        while (!next.isEmpty()) {
            next = judge.judge(Batch.first(next), List.of(refusal(0)), System.nanoTime())
                    .changed();
            forms++;
            judge.judge(Batch.first(List.of(delivery(2))), List.of(), System.nanoTime());
        }
        assertThat(forms).isEqualTo(3);
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo("{\"n\":1}".getBytes(UTF_8));
            assertThat(DeadLetter.last(record.headers()).orElseThrow().reason()).isEqualTo("refused");
        });
        assertThat(progress.toCommit()).hasValue(2);
    }

    @Test
    void an_index_that_refuses_the_barest_form_and_takes_no_other_document_is_waited_for() {
        List<Delivery> next = List.of(delivery(1));
        Judge.Outcome outcome = judge.judge(Batch.first(next), List.of(refusal(0)), System.nanoTime());
        while (!outcome.changed().isEmpty()) {
            outcome = judge.judge(Batch.first(outcome.changed()), List.of(refusal(0)), System.nanoTime());
        }
        assertThat(outcome.blocked())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.form()).isEqualTo(Delivery.Form.ORIGINAL));
        Delivery waiting = outcome.blocked().get(0);
        Judge.Outcome again = judge.judge(
                Batch.first(List.of(waiting, delivery(2))), List.of(refusal(0), refusal(1)), System.nanoTime());
        assertThat(again.blocked()).as("at once, in no other form").hasSize(2);
        assertThat(again.changed()).isEmpty();
        assertThat(producer.history()).isEmpty();

        judge.judge(
                Batch.first(List.of(delivery(3))),
                List.of(),
                System.nanoTime()); // it takes documents again, but not that one
        next = List.of(waiting);
        while (!next.isEmpty()) {
            next = judge.judge(Batch.first(next), List.of(refusal(0)), System.nanoTime())
                    .changed();
        }
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void a_document_of_a_lost_partition_is_left_to_its_new_owner() {
        Delivery delivery = delivery(1);
        progress.lose();
        Judge.Outcome outcome = judge.judge(Batch.first(List.of(delivery)), List.of(refusal(0)), System.nanoTime());
        assertThat(outcome.changed()).isEmpty();
        assertThat(producer.history()).isEmpty();
    }

    private static Failure internalError(int position) {
        return new Failure(position, 500, "null_pointer_exception", "of Elasticsearch", ERRORS);
    }

    private static Failure refusal(int position) {
        return new Failure(position, 400, "document_parsing_exception", "says nothing of a field", ERRORS);
    }

    private Delivery delivery(int number) {
        byte[] value = "{\"n\":%d}".formatted(number).getBytes(UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "parsed",
                0,
                0,
                TIME,
                TimestampType.LOG_APPEND_TIME,
                -1,
                value.length,
                ("id-" + number).getBytes(UTF_8),
                value,
                new RecordHeaders().add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(TIME)),
                Optional.empty());
        return intake.delivery(record, progress.begin(number, 1));
    }
}
