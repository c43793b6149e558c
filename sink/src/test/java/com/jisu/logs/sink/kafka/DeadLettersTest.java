package com.jisu.logs.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The dead letters' producer at its worst; what it does on a broker, the other tests show. */
class DeadLettersTest {

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final DeadLetters letters = new DeadLetters(this::producer, "dead", Runnable::run);
    private final AtomicInteger stored = new AtomicInteger();

    @Test
    void a_record_is_stored_once_the_topic_has_it() {
        bury(0, new byte[10]);
        assertThat(stored).hasValue(0);
        assertThat(letters.unstored()).isOne();
        producers.get(0).completeNext();
        assertThat(stored).hasValue(1);
        assertThat(letters.unstored()).isZero();
        assertThat(letters.unstoredBytes()).isZero();
    }

    @Test
    void after_an_error_that_passes_the_same_producer_tries_again() {
        bury(0, new byte[10]);
        producers.get(0).errorNext(new TimeoutException("no leader"));
        awaitSent(0, 2);
        producers.get(0).completeNext();
        assertThat(stored).hasValue(1);
        assertThat(producers).hasSize(1);
    }

    @Test
    void after_an_error_that_ends_a_producer_another_takes_its_place() {
        bury(0, new byte[10]);
        bury(1, new byte[10]);
        producers.get(0).errorNext(new ClusterAuthorizationException("not allowed"));
        producers.get(0).errorNext(new ClusterAuthorizationException("not allowed"));
        assertThat(producers.get(0).closed()).isTrue();
        await().until(() -> {
            letters.turn(System.nanoTime());
            return producers.size() == 2;
        });
        producers.get(1).completeNext();
        awaitSent(1, 2);
        producers.get(1).completeNext();
        assertThat(stored).hasValue(2);
        assertThat(producers).as("the second error was of the first producer").hasSize(2);
    }

    @Test
    void while_the_topic_takes_nothing_one_letter_at_a_time_is_tried() {
        bury(0, new byte[10]);
        producers.get(0).errorNext(new TimeoutException("no leader"));
        for (int i = 1; i < 100; i++) {
            bury(i, new byte[10]);
        }
        awaitSent(0, 2);
        letters.turn(System.nanoTime());
        assertThat(producers.get(0).history()).hasSize(2);
        assertThat(letters.isFailing()).isTrue();
        producers.get(0).completeNext();
        assertThat(letters.isFailing()).isFalse();
        letters.turn(System.nanoTime());
        assertThat(producers.get(0).history()).hasSize(101);
    }

    @Test
    void a_letter_too_large_for_the_topic_holds_up_no_other() {
        bury(0, new byte[10]);
        assertThat(letters.refusedBytes()).isZero();
        producers.get(0).errorNext(new RecordTooLargeException("too large"));
        assertThat(letters.refusedBytes()).isEqualTo(letters.unstoredBytes()).isPositive();
        bury(1, new byte[10]);
        producers.get(0).completeNext();
        assertThat(stored).hasValue(1);
        assertThat(letters.unstored()).isOne();
    }

    @Test
    void letters_without_a_value_count_too_so_that_they_are_bounded() {
        for (int i = 0; i < 1_000; i++) {
            bury(i, null);
        }
        assertThat(letters.unstoredBytes()).isGreaterThan(100_000);
    }

    @Test
    void a_letter_tells_where_and_when_its_record_was() {
        bury(42, new byte[10]);
        assertThat(DeadLetter.history(producers.get(0).history().get(0).headers()))
                .containsExactly(new DeadLetter(DeadLetter.Stage.SINK, "refused", "because", "parsed", 0, 42, -1));
    }

    private void awaitSent(int producer, int records) {
        await().until(() -> {
            letters.turn(System.nanoTime());
            return producers.get(producer).history().size() == records;
        });
    }

    private void bury(long offset, byte[] value) {
        letters.bury(
                new ConsumerRecord<>("parsed", 0, offset, null, value),
                DeadReason.REFUSED,
                "because",
                stored::incrementAndGet);
    }

    private Producer<byte[], byte[]> producer() {
        producers.add(new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()));
        return producers.get(producers.size() - 1);
    }
}
