package com.jisu.logs.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.connection.Window;
import com.jisu.logs.ingest.lumberjack.LumberjackDecoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which partitions events go to. Losing leaders takes more brokers than one, so this one's are made up. */
class KafkaWriterTest {

    private static final Node NODE = new Node(1, "broker", 9092);

    private List<PartitionInfo> partitions;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public List<PartitionInfo> partitionsFor(String topic) {
                    return partitions;
                }
            };
    private final KafkaWriter writer = new KafkaWriter(
            "raw",
            () -> producer,
            new KafkaState("raw", Duration.ofSeconds(10), System::nanoTime),
            IngestSettings.DEFAULT,
            new SimpleMeterRegistry());

    @AfterEach
    void close() {
        writer.close();
    }

    private static List<PartitionInfo> led(Integer... leaderless) {
        return IntStream.range(0, 6)
                .mapToObj(partition -> new PartitionInfo(
                        "raw",
                        partition,
                        Set.of(leaderless).contains(partition) ? null : NODE,
                        new Node[0],
                        new Node[0]))
                .toList();
    }

    private List<Integer> partitionsUsed(List<Route> routes) {
        producer.clear();
        for (Route route : routes) {
            Window window = new Window(LumberjackDecoder.VERSION_2, 1, 0, () -> {});
            window.add(1);
            route.send(window, 0, List.of(new byte[] {'{', '}'}));
            await().until(window::isConfirmed);
        }
        return producer.history().stream().map(ProducerRecord::partition).toList();
    }

    private List<Route> routes(int count) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            routes.add(writer.newRoute());
        }
        return routes;
    }

    @Test
    void connections_spread_over_all_partitions_and_stay_where_they_are() {
        partitions = led();
        List<Route> routes = routes(6);

        List<Integer> used = partitionsUsed(routes);

        assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(partitionsUsed(routes)).isEqualTo(used);
    }

    @Test
    void a_partition_without_a_leader_is_left_and_the_others_stay() {
        partitions = led();
        List<Route> routes = routes(6);
        List<Integer> before = partitionsUsed(routes);
        partitions = led(3, 4);

        List<Integer> after = partitionsUsed(routes);

        assertThat(after).doesNotContain(3, 4);
        for (int i = 0; i < 6; i++) {
            if (before.get(i) != 3 && before.get(i) != 4) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
    }

    @Test
    void partitions_that_are_gone_with_a_topic_made_again_are_left() {
        partitions = led();
        List<Route> routes = routes(6);
        partitionsUsed(routes);
        partitions = led().subList(0, 2);

        assertThat(partitionsUsed(routes)).containsOnly(0, 1);
    }

    @Test
    void without_any_leader_events_wait_in_the_producer_and_not_in_its_caller() {
        partitions = led(0, 1, 2, 3, 4, 5);

        assertThat(partitionsUsed(routes(6))).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
}
