package com.jisu.logs.app.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker tells of how long it keeps what a group has not read. */
class HeadroomWatchTest {

    private static final int PARTITIONS = 2;
    private static final int RECORD_BYTES = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Random random = new Random(1);
    private Topics topics;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory, 0);
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        admin = Admin.create(properties);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void nameTopics() {
        String unique = Long.toString(System.nanoTime());
        topics = new Topics("raw-" + unique, "parsed-" + unique, "dead-" + unique);
    }

    @Test
    void it_is_the_time_that_the_first_unread_record_has_left() throws Exception {
        create(topics.parsed(), Map.of("retention.ms", "3600000", "message.timestamp.type", "CreateTime"));
        HeadroomWatch watch = watch(admin, true);
        long now = System.currentTimeMillis();
        for (int i = 0; i < 60; i++) {
            send(topics.parsed(), 0, now - (60 - i) * 60_000L + 30_000);
            send(topics.parsed(), 1, now);
        }
        commit("sink", topics.parsed(), 60, 60);
        watch.look(List.of(1));
        assertThat(headroom("sink", topics.parsed())).as("all is read").isEqualTo(3_600);

        commit("sink", topics.parsed(), 40, 60);
        watch.look(List.of(1));
        // The record came 19.5 minutes ago.
        assertThat(headroom("sink", topics.parsed())).isBetween(40.5 * 60 - 40, 40.5 * 60.0);
        assertThat(watch.readings()).singleElement().satisfies(reading -> {
            assertThat(reading.headroom().limit()).isEqualTo("retention.ms");
            assertThat(reading.headroom().partition()).isZero();
        });

        delete(topics.parsed(), 0, 41);
        watch.look(List.of(1));
        assertThat(headroom("sink", topics.parsed())).as("one is gone").isZero();
        watch.forget();
        assertThat(headroom("sink", topics.parsed())).isNaN();
    }

    @Test
    void it_is_the_bytes_that_are_left_at_the_rate_of_now_however_the_broker_was_told() throws Exception {
        create(topics.parsed(), Map.of("retention.bytes", "100000000", "retention.ms", "-1"));
        commit("sink", topics.parsed(), 0, 0);
        HeadroomWatch watch = watch(admin, true);
        for (int i = 0; i < 2_000; i++) {
            send(topics.parsed(), 0, null);
        }
        producer.flush();
        watch.look(List.of(1));
        assertThat(headroom("sink", topics.parsed())).as("no rate yet").isNaN();

        long begin = System.nanoTime();
        for (int i = 0; i < 3_000; i++) {
            send(topics.parsed(), 0, null);
        }
        producer.flush();
        commit("sink", topics.parsed(), 1_000, 0);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            watch.look(List.of(1));
            return !Double.isNaN(headroom("sink", topics.parsed())); // a rate takes ten seconds
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        double left = 100_000_000 - 4_000 * RECORD_BYTES;
        assertThat(headroom("sink", topics.parsed()))
                .isBetween(
                        0.8 * left / (3_000 * RECORD_BYTES / seconds), 1.1 * left / (3_000 * RECORD_BYTES / seconds));
    }

    /** As the pipeline does: the broker's time, in batches that it compresses as they came, written while they are asked for. */
    @Test
    void a_reader_that_keeps_up_has_all_the_time_whatever_times_its_events_have() throws Exception {
        create(topics.parsed(), Map.of("retention.ms", "36000000"));
        HeadroomWatch watch = watch(admin, true);
        Map<String, Object> properties =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "compression.type", "lz4", "linger.ms", 20);
        try (KafkaProducer<byte[], byte[]> other =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            long monthAgo = System.currentTimeMillis() - Duration.ofDays(30).toMillis();
            for (int i = 0; i < 60; i++) {
                for (int j = 0; j < 100; j++) {
                    other.send(new ProducerRecord<>(topics.parsed(), j % 2, monthAgo, null, new byte[500]));
                }
                watch.look(List.of(1));
                assertThat(headroom("sink", topics.parsed())).as("look %d", i).isBetween(35_000.0, 36_000.0);
                if (i % 4 == 0) {
                    commit("sink", topics.parsed(), i * 50L, i * 50L);
                }
            }
        }
    }

    @Test
    void where_sizes_are_not_told_they_are_assumed() throws Exception {
        RecordSizes sizes = new RecordSizes(withoutSizes(), topics);
        sizes.ask(List.of(1));
        assertThat(sizes.of(new TopicPartition(topics.parsed(), 0), Map.of()))
                .isEqualTo(sizes.assumed(topics.parsed()));
        assertThat(sizes.measured(Map.of(
                        new TopicPartition(topics.parsed(), 0),
                        new com.jisu.logs.app.kafka.UnreadRecords(0, 0, 9_999))))
                .isEmpty();
    }

    @Test
    void a_reader_that_is_not_here_is_watched_once_it_has_committed_and_so_are_topics_of_the_groups_own()
            throws Exception {
        create(topics.parsed(), Map.of("retention.ms", "3600000"));
        HeadroomWatch watch = watch(admin, false);
        watch.look(List.of(1));
        assertThat(watch.readings()).isEmpty();

        String own = group("sink") + "-cut-repartition";
        create(own, Map.of("retention.ms", "-1"));
        commit("sink", topics.parsed(), 0, 0);
        commit("sink", own, 0, 0);
        await().atMost(PATIENCE).untilAsserted(() -> {
            watch.look(List.of(1));
            assertThat(headroom("sink", topics.parsed())).isEqualTo(3_600);
            assertThat(headroom("sink", own)).isInfinite();
        });
    }

    @Test
    void retention_that_deletes_what_was_not_read_leaves_no_time() throws Exception {
        create(topics.parsed(), Map.of("retention.bytes", "2000000", "segment.bytes", "1048576"));
        commit("sink", topics.parsed(), 0, 0);
        HeadroomWatch watch = watch(admin, true);
        for (int i = 0; i < 8_000; i++) {
            send(topics.parsed(), 1, null);
        }
        producer.flush();
        await().atMost(PATIENCE).untilAsserted(() -> {
            watch.look(List.of(1));
            assertThat(headroom("sink", topics.parsed())).isZero();
        });
    }

    private HeadroomWatch watch(Admin client, boolean here) {
        return new HeadroomWatch(
                client, topics, List.of(new Reader("sink", group("sink"), topics.parsed(), here)), registry);
    }

    private String group(String role) {
        return role + "-" + topics.parsed();
    }

    private double headroom(String role, String topic) {
        return registry.get("jisu.logs.retention.headroom")
                .tags("role", role, "topic", topic)
                .gauge()
                .value();
    }

    /** With leaders that know that they are: a producer that comes before that may bring its batches out of order. */
    private static void create(String topic, Map<String, String> settings) throws Exception {
        new TopicSetup(admin, new Topics(topic, topic + "-other", topic + "-more"))
                .createMissing(PARTITIONS, Optional.empty());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        admin.incrementalAlterConfigs(Map.of(
                        resource,
                        settings.entrySet().stream()
                                .map(each -> new AlterConfigOp(
                                        new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                                .toList()))
                .all()
                .get();
    }

    private void send(String topic, int partition, Long timestamp) {
        byte[] value = new byte[RECORD_BYTES];
        random.nextBytes(value);
        producer.send(new ProducerRecord<>(topic, partition, timestamp, null, value));
    }

    private void commit(String role, String topic, long... next) throws Exception {
        producer.flush();
        for (int partition = 0; partition < next.length; partition++) {
            admin.alterConsumerGroupOffsets(
                            group(role),
                            Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(next[partition])))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void delete(String topic, int partition, long before) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    /** As if the user had no right to describe the cluster. */
    private static Admin withoutSizes() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("describeLogDirs")) {
                        return refusal();
                    }
                    return method.invoke(admin, arguments);
                });
    }

    private static Object refusal() throws Exception {
        org.apache.kafka.common.internals.KafkaFutureImpl<Map<String, org.apache.kafka.clients.admin.LogDirDescription>>
                refused = new org.apache.kafka.common.internals.KafkaFutureImpl<>();
        refused.completeExceptionally(new ClusterAuthorizationException("Cluster authorization failed."));
        var constructor = org.apache.kafka.clients.admin.DescribeLogDirsResult.class.getDeclaredConstructor(Map.class);
        constructor.setAccessible(true);
        return constructor.newInstance(Map.of(1, refused));
    }
}
