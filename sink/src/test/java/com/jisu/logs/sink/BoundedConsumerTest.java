package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.BoundedConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What one poll brings is bounded in bytes, and the polls together bring everything once. */
class BoundedConsumerTest extends RealSinkTest {

    private static final int MIB = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void a_poll_ends_with_the_record_that_fills_it() throws Exception {
        send(40, MIB);
        assertThat(polls(40)).allSatisfy(poll -> assertThat(poll).hasSizeLessThanOrEqualTo(8));
    }

    @Test
    void a_record_larger_than_a_poll_comes_alone_or_last() throws Exception {
        send(3, 12 * MIB);
        assertThat(polls(3)).allSatisfy(poll -> assertThat(poll).hasSize(1));
    }

    /** Partitions that are read together share the bound; none of them loses what it has no room for, or waits for ever. */
    @Test
    void a_poll_of_several_partitions_leaves_the_rest_of_each_to_the_next() throws Exception {
        int partitions = 4;
        String topic = fixture.topics.parsed() + "-wide";
        byte[] value = new byte[MIB];
        List<String> sent = new ArrayList<>();
        try (Admin admin = Admin.create(fixture.kafka());
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        settings(Map.of(
                                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                "lz4",
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                2 * MIB)),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < 60; i++) {
                sent.add("id-" + i);
                producer.send(new ProducerRecord<>(topic, i % partitions, ("id-" + i).getBytes(), value))
                        .get(); // one after the other: a topic so new may refuse the first, and take those behind it
            }
        }
        List<String> read = new ArrayList<>();
        try (BoundedConsumer consumer =
                new BoundedConsumer(settings(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")))) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(i -> new TopicPartition(topic, i))
                    .toList();
            consumer.assign(all);
            Instant end = Instant.now().plus(PATIENCE);
            while (read.size() < sent.size() && Instant.now().isBefore(end)) {
                ConsumerRecords<byte[], byte[]> poll = consumer.poll(Duration.ofMillis(100));
                assertThat(poll.count()).isLessThanOrEqualTo(8);
                poll.forEach(record -> read.add(new String(record.key())));
                poll.nextOffsets()
                        .forEach(
                                (partition, next) -> assertThat(next.offset()).isEqualTo(consumer.position(partition)));
            }
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void of_the_records_that_a_poll_leaves_behind_it_is_known() throws Exception {
        send(30, 10);
        TopicPartition partition = new TopicPartition(fixture.topics.parsed(), 0);
        Map<String, Object> one =
                Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (BoundedConsumer consumer = new BoundedConsumer(settings(one))) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            assertThat(end).isGreaterThan(1);
            Instant patience = Instant.now().plus(PATIENCE);
            while (consumer.position(partition) < end && Instant.now().isBefore(patience)) {
                ConsumerRecords<byte[], byte[]> poll = consumer.poll(Duration.ofMillis(100));
                boolean leavesRecords = !poll.isEmpty() && consumer.position(partition) < end;
                assertThat(BoundedConsumer.isMoreThan(poll, consumer)).isEqualTo(leavesRecords);
            }
            assertThat(consumer.position(partition)).isEqualTo(end);
        }
    }

    private Map<String, Object> settings(Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(fixture.kafka());
        settings.putAll(own);
        return settings;
    }

    private void send(int count, int bytes) throws Exception {
        String text = "x".repeat(bytes);
        for (int i = 0; i < count; i++) {
            fixture.send("id-" + i, text, Fixture.DAY_1);
        }
        fixture.flush();
    }

    /** The keys of each poll that brought something, until there were so many records. */
    private List<List<String>> polls(int count) {
        Map<String, Object> properties = new HashMap<>(fixture.kafka());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, fixture.topics.parsed());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<List<String>> polls = new ArrayList<>();
        try (BoundedConsumer consumer = new BoundedConsumer(properties)) {
            consumer.subscribe(List.of(fixture.topics.parsed()));
            Instant end = Instant.now().plus(PATIENCE);
            while (polls.stream().mapToInt(List::size).sum() < count
                    && Instant.now().isBefore(end)) {
                List<String> poll = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    poll.add(new String(record.key()));
                }
                if (!poll.isEmpty()) {
                    polls.add(poll);
                }
            }
        }
        assertThat(polls.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "id-" + i).toList());
        return polls;
    }
}
