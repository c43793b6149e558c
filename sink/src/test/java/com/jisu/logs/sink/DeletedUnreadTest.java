package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.DeletedUnread;
import com.jisu.logs.sink.ElasticsearchSink.State;
import com.jisu.logs.sink.api.SinkSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that are deleted before the sink has read them are counted, each once, and no others are. */
class DeletedUnreadTest extends RealSinkTest {

    private SinkLog log;
    private Admin admin;

    @BeforeEach
    void listen() {
        log = new SinkLog(DeletedUnread.class.getPackageName());
        admin = Admin.create(fixture.kafka());
    }

    @AfterEach
    void stopListening() {
        log.close();
        admin.close();
    }

    @Test
    void what_was_deleted_while_the_sink_was_down_is_counted_once() throws Exception {
        ElasticsearchSink first = fixture.startSink();
        send(0, 0, 10);
        fixture.awaitCount(10);
        await().until(() -> fixture.committed() == 10);
        first.close();

        send(0, 10, 110);
        send(1, 200, 230);
        delete(0, 70);
        delete(1, 30);

        ElasticsearchSink second = fixture.startSink();
        fixture.awaitCount(10 + 40);
        await().until(() -> fixture.deletedUnread() == 60 + 30);
        assertThat(log.lines("deleted before")).hasSize(2);
        assertThat(log.lines("60 records of " + fixture.topics.parsed() + "-0 were deleted before sink had read them:"
                        + " offsets 10 to 69"))
                .hasSize(1);
        assertThat(log.lines("30 records of " + fixture.topics.parsed() + "-1 were deleted"))
                .hasSize(1);
        await().until(() -> fixture.committed() == 110 + 30);
        second.close();

        // Nothing was read of partition 1: another start must not find the same gap.
        ElasticsearchSink third = fixture.startSink();
        send(1, 300, 301);
        fixture.awaitCount(10 + 40 + 1);
        assertThat(fixture.deletedUnread()).isEqualTo(60 + 30);
        third.close();
    }

    @Test
    void what_was_deleted_while_elasticsearch_was_away_is_counted_when_the_sink_goes_on() throws Exception {
        fixture.batch = new SinkSettings.Batch(64 * 1024, 10, fixture.batch.maxWait());
        fixture.requestsInFlight = 1;
        fixture.consumer = Map.of("max.poll.records", 10);
        ElasticsearchSink sink = fixture.startSink();
        send(0, 0, 10);
        fixture.awaitCount(10);
        fixture.proxy().fail((exchange, body) -> ElasticsearchProxy.answer(exchange, 503, "{}"));
        send(0, 10, 1_000);
        await().until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
        delete(0, 900);
        fixture.proxy().heal();

        await().until(() -> fixture.committed() == 1_000);
        double deleted = fixture.deletedUnread();
        // Some had been read before; what was not indexed was counted.
        assertThat(deleted).isBetween(1.0, 890.0);
        fixture.awaitCount(1_000 - (int) deleted);
    }

    @Test
    void what_was_deleted_before_the_first_start_is_not_counted_and_after_it_is() throws Exception {
        send(0, 0, 50);
        delete(0, 20);
        ElasticsearchSink first = fixture.startSink();
        fixture.awaitCount(30);
        await().until(() -> fixture.committed() == 50);
        assertThat(fixture.deletedUnread()).isZero();
        first.close();

        // Of partition 2 the group has never read a record.
        send(2, 100, 140);
        delete(2, 15);
        ElasticsearchSink second = fixture.startSink();
        fixture.awaitCount(30 + 25);
        await().until(() -> fixture.deletedUnread() == 15);
        second.close();

        assertThat(log.lines("deleted before")).hasSize(1);
    }

    @Test
    void what_is_missing_inside_of_the_log_is_not_counted() throws Exception {
        Map<String, Object> properties = new HashMap<>(fixture.kafka());
        properties.put("transactional.id", fixture.topics.parsed());
        fixture.createTopics();
        ElasticsearchSink sink = fixture.startSink();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < 20; i++) {
                producer.beginTransaction();
                producer.send(record(0, i));
                producer.commitTransaction(); // takes an offset of its own
            }
        }
        fixture.awaitCount(20);
        assertThat(sink.state()).isEqualTo(State.RUNNING);
        assertThat(fixture.deletedUnread()).isZero();
        assertThat(log.lines("")).isEmpty();
    }

    private void send(int partition, int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.send(record(partition, i));
        }
        fixture.flush();
    }

    private ProducerRecord<byte[], byte[]> record(int partition, int number) {
        return new ProducerRecord<>(
                fixture.topics.parsed(),
                partition,
                Fixture.bytes("id-" + number),
                Fixture.bytes("{\"@timestamp\":\"%s\",\"number\":%d}".formatted(Fixture.DAY_1, number)));
    }

    private void delete(int partition, long before) throws Exception {
        admin.deleteRecords(Map.of(
                        new TopicPartition(fixture.topics.parsed(), partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }
}
