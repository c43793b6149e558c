package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Producers of a real broker that fail some of what they are given, or all of it. */
class ProducerFailureTest extends RealKafkaTest {

    /** Keep-alives often enough to be seen. */
    private static final TestSettings OFTEN = SETTINGS.withKafka(Duration.ofMillis(100), Timeouts.DEFAULT.kafka());

    private final List<FailingProducer> producers = new ArrayList<>();

    private static byte[] event(String text) {
        return ("{\"message\":\"" + text + "\"}").getBytes(UTF_8);
    }

    /** Sends what it is given to Kafka, unless it is told otherwise. */
    private static final class FailingProducer extends KafkaProducer<byte[], byte[]> {

        private volatile RuntimeException thrown;
        private volatile Function<String, Exception> calledBack = event -> null;

        private FailingProducer() {
            super(
                    Map.of("bootstrap.servers", kafka.address(), "acks", "all", "linger.ms", 5),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> event, Callback callback) {
            if (thrown != null) {
                throw thrown;
            }
            Exception error = calledBack.apply(new String(event.value(), UTF_8));
            if (error == null) {
                return super.send(event, callback);
            }
            callback.onCompletion(null, error);
            return CompletableFuture.failedFuture(error);
        }
    }

    private void restartWithFailingProducers() {
        restartWithFailingProducers(OFTEN);
    }

    private void restartWithFailingProducers(TestSettings settings) {
        Supplier<Producer<byte[], byte[]>> another = () -> {
            FailingProducer producer = new FailingProducer();
            producers.add(producer);
            return producer;
        };
        restart(settings, another);
    }

    /** Sends an event as often as a shipper would, each time over a new connection, until it is acknowledged. */
    private void sendUntilAcknowledged(String event) {
        await().ignoreException(EOFException.class).until(() -> {
            try (RawClient client = new RawClient(server.port())) {
                client.send(Frames.filebeatWindow(3, event(event))).readUntil("2A 1");
                return true;
            }
        });
    }

    @Test
    void a_producer_that_throws_at_all_it_is_given_is_replaced() throws Exception {
        restartWithFailingProducers();
        sendUntilAcknowledged("before");

        producers.get(0).thrown = new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new ClusterAuthorizationException("not now"));
        sendUntilAcknowledged("after");

        assertThat(producers).hasSize(2);
        assertThat(topic.values())
                .containsExactlyInAnyOrder(new String(event("before"), UTF_8), new String(event("after"), UTF_8));
    }

    @Test
    void a_producer_that_fails_all_it_has_taken_is_replaced() throws Exception {
        restartWithFailingProducers();
        sendUntilAcknowledged("before");

        producers.get(0).calledBack = event -> new OutOfOrderSequenceException("lost count");
        sendUntilAcknowledged("after");

        assertThat(producers).hasSize(2);
        assertThat(topic.records()).hasSize(2);
    }

    @Test
    void connections_that_are_open_go_on_with_the_new_producer() throws Exception {
        restartWithFailingProducers();
        try (RawClient idle = new RawClient(server.port())) {
            idle.send(Frames.filebeatWindow(3, event("a"))).readUntil("2A 1");
            producers.get(0).thrown = new ClusterAuthorizationException("not now");
            sendUntilAcknowledged("b");

            idle.send(Frames.filebeatWindow(3, event("c"))).readUntil("2A 1");
        }
    }

    @Test
    void events_that_kafka_refuses_for_a_while_wait_on_an_open_connection_and_keep_their_order() throws Exception {
        restartWithFailingProducers();
        producers.get(0).calledBack = event -> new TopicAuthorizationException("Not authorized to write");
        List<String> sent = new ArrayList<>();
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 1; i <= 20; i++) {
                sent.add(new String(event("event " + i), UTF_8));
                client.send(Frames.filebeatWindow(3, event("event " + i)));
            }
            assertThat(List.of(client.readAcknowledgement(), client.readAcknowledgement()))
                    .containsOnly("2A 0"); // keep-alives
            producers.get(0).calledBack = event -> null;

            for (int i = 1; i <= 20; i++) {
                client.readUntil("2A 1");
            }
        }
        awaitClosed("done");
        assertThat(producers).hasSize(1);
        assertThat(topic.values()).isEqualTo(sent);
    }

    @Test
    void a_topic_that_refuses_events_by_its_configuration_takes_them_when_that_is_mended() throws Exception {
        restart(OFTEN);
        topic.set(kafka, "cleanup.policy", "compact"); // whose records need keys
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, event("a"), event("b")));
            for (int i = 0; i < 15; i++) { // longer than one try
                assertThat(client.readAcknowledgement()).isEqualTo("2A 0");
            }
            topic.set(kafka, "cleanup.policy", "delete");

            client.readUntil("2A 2");
        }
        awaitClosed("done");
        assertThat(topic.values()).containsExactly(new String(event("a"), UTF_8), new String(event("b"), UTF_8));
    }

    private List<RawClient> oneOfEachPartition() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new RawClient(server.port()));
            clients.get(i).send(Frames.filebeatWindow(3, event("before"))).readUntil("2A 1");
        }
        return clients;
    }

    @Test
    void a_topic_that_is_deleted_and_made_again_takes_the_events_of_open_connections() throws Exception {
        List<RawClient> clients = oneOfEachPartition();
        topic.makeAgain(kafka, 3);
        for (RawClient client : clients) {
            client.send(Frames.filebeatWindow(3, event("after"))).readUntil("2A 1");
            client.close();
        }

        assertThat(topic.values()).hasSize(3).containsOnly(new String(event("after"), UTF_8));
    }

    @Test
    void a_topic_made_again_with_fewer_partitions_takes_all_events_if_need_be_when_they_are_sent_again()
            throws Exception {
        restart(OFTEN.withKafka(OFTEN.timeouts().keepAlive(), Duration.ofSeconds(3))
                .withShutdown(Duration.ofSeconds(1)));
        List<RawClient> clients = oneOfEachPartition();
        topic.makeAgain(kafka, 1);
        for (int i = 0; i < 3; i++) {
            clients.get(i).send(Frames.filebeatWindow(3, event("after " + i)));
        }
        for (int i = 0; i < 3; i++) {
            try (RawClient client = clients.get(i)) {
                client.readUntil("2A 1");
            } catch (EOFException e) { // it was on its way to a partition that is no more
                sendUntilAcknowledged("after " + i);
            }
        }

        assertThat(topic.values())
                .contains(
                        new String(event("after 0"), UTF_8),
                        new String(event("after 1"), UTF_8),
                        new String(event("after 2"), UTF_8));
    }

    @Test
    void an_event_that_kafka_never_takes_holds_up_its_own_connection_only_and_not_for_ever() throws Exception {
        restartWithFailingProducers(OFTEN.withKafka(OFTEN.timeouts().keepAlive(), Duration.ofSeconds(3)));
        producers.get(0).calledBack =
                event -> event.contains("poison") ? new InvalidRecordException("not this one") : null;
        try (RawClient good = new RawClient(server.port());
                RawClient bad = new RawClient(server.port())) {
            bad.send(Frames.filebeatWindow(3, event("fine"), event("poison"), event("behind it")));
            bad.readUntil("2A 1");
            good.send(Frames.filebeatWindow(3, event("good"))).readUntil("2A 1");
            assertThat(bad.readToEnd()).isNotEmpty().containsOnly("2A 1");
        }
        awaitClosed("kafka");
        assertThat(producers).hasSize(1);
        assertThat(topic.values()).noneMatch(value -> value.contains("behind it"));
        await().until(() -> gauge("in.flight.bytes") == 0);
    }

    @Test
    void a_fault_of_ours_fails_one_window_and_is_not_blamed_on_kafka() throws Exception {
        for (Throwable fault : List.of(new StackOverflowError(), new IllegalStateException("a bug"))) {
            restartWithFailingProducers();
            FailingProducer producer = producers.get(producers.size() - 1);
            producer.calledBack = event -> {
                if (event.contains("poison")) {
                    if (fault instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) fault;
                }
                return null;
            };
            try (RawClient good = new RawClient(server.port());
                    RawClient bad = new RawClient(server.port())) {
                good.send(Frames.filebeatWindow(3, event("good"))).readUntil("2A 1");
                bad.send(Frames.filebeatWindow(3, event("poison")));
                assertThat(bad.readToEnd()).isEmpty();
                await().untilAsserted(() -> assertThat(closed("internal_error")).isOne());
                good.send(Frames.filebeatWindow(3, event("good"))).readUntil("2A 1");
            }
            assertThat(producer).isSameAs(producers.get(producers.size() - 1)); // not replaced
            assertThat(server.isKafkaAvailable()).isTrue();
        }
        assertThat(producers).hasSize(2);
    }
}
