package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.RawHeaders;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which partition of a real broker's topic events come to. */
class SourcePartitionTest extends RealKafkaTest {

    @Test
    void the_lines_of_a_container_come_to_one_partition_by_whatever_connections() throws Exception {
        for (int connection = 0; connection < 6; connection++) {
            int number = connection;
            byte[][] events = IntStream.range(0, 30)
                    .mapToObj(i -> event("docker", "c" + i % 10, number * 100 + i))
                    .toArray(byte[][]::new);
            send(events);
        }

        Map<String, Set<Integer>> partitions = partitionsOfContainers();
        assertThat(partitions)
                .hasSize(10)
                .allSatisfy((container, its) -> assertThat(its).hasSize(1));
        assertThat(partitions.values().stream().distinct()).hasSize(3);
    }

    @Test
    void they_do_so_however_the_sender_writes_them() throws Exception {
        for (int connection = 0; connection < 4; connection++) {
            Frames version1 = Frames.v1().window(10);
            Frames blanks = Frames.v2().window(10);
            Frames compact = Frames.v2().window(10);
            for (int i = 0; i < 10; i++) {
                version1.data(i + 1, version1("c" + i, connection));
                String event = new String(event("docker", "c" + i, connection), UTF_8);
                compact.json(i + 1, event);
                blanks.json(i + 1, event.replace(":", ": ").replace(",\"", ", \"")); // as Python's json.dumps
            }
            try (RawClient client = new RawClient(server.port())) {
                client.send(version1).readUntil("1A 10");
                client.send(blanks).readUntil("2A 10");
                client.send(compact).readUntil("2A 10");
            }
        }

        assertThat(topic.records()).hasSize(120);
        assertThat(partitionsOfContainers())
                .hasSize(10)
                .allSatisfy((container, its) -> assertThat(its).hasSize(1));
    }

    private static Map<String, String> version1(String container, int offset) {
        return Map.of(
                "line", "text",
                "host", "web-1",
                "file", "/var/log/pods/" + container + "/0.log",
                "offset", Integer.toString(offset),
                "fields.logtype", "docker");
    }

    @Test
    void all_others_go_by_their_connection_and_say_nothing_of_a_source() throws Exception {
        send(event("nginx", "c1", 0), event("application", "c2", 0), event("docker", "c3", 0), event("nginx", "c4", 0));

        List<ConsumerRecord<byte[], byte[]>> others = topic.records().stream()
                .filter(each -> !new String(each.value(), UTF_8).contains("docker"))
                .toList();
        assertThat(others).hasSize(3);
        assertThat(others.stream().map(ConsumerRecord::partition).distinct()).hasSize(1);
        assertThat(others).allSatisfy(each -> assertThat(each.headers()).isEmpty());
    }

    /** By the containers, for events that all say that they are by their source. */
    private Map<String, Set<Integer>> partitionsOfContainers() {
        Map<String, Set<Integer>> partitions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : topic.records()) {
            assertThat(RawHeaders.isOfSource(each.headers(), each.partition())).isTrue();
            String container = new String(each.value(), UTF_8).replaceAll(".*pods/(c\\d+)/.*", "$1");
            partitions.computeIfAbsent(container, c -> new HashSet<>()).add(each.partition());
        }
        return partitions;
    }

    private void send(byte[]... events) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events)).readUntil("2A " + events.length);
        }
    }

    private static byte[] event(String type, String container, int offset) {
        return ("{\"message\":\"text\",\"fields\":{\"logtype\":\"" + type + "\"},\"log\":{\"offset\":" + offset
                        + ",\"file\":{\"path\":\"/var/log/pods/" + container + "/0.log\"}}}")
                .getBytes(UTF_8);
    }
}
