package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.api.Transport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a connection keeps of the heap, client's side included; docs/beats-input.md adds it up for all that may be open.
 * Kafka never confirms anything here.
 */
class ConnectionMemoryTest {

    private static final int CONNECTIONS = 300;

    private final MockProducer<byte[], byte[]> silent =
            new MockProducer<>(Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public List<PartitionInfo> partitionsFor(String topic) {
                    Node node = new Node(1, "broker", 9092);
                    return List.of(new PartitionInfo(topic, 0, node, new Node[0], new Node[0]));
                }
            };
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BeatsServer server = new BeatsServer(
            TestSettings.LOCAL
                    .withInFlight(1 << 20, 1 << 20)
                    .withShutdown(Duration.ofMillis(100))
                    .made(),
            () -> silent,
            "raw",
            registry,
            Transport.fastest(),
            Integer.MAX_VALUE);
    private final List<SocketChannel> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        server.close();
    }

    private void connect(byte[] bytes) throws IOException {
        SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()));
        client.write(ByteBuffer.wrap(bytes));
        clients.add(client);
    }

    /** Heap that so many connections hold, each of which has sent these bytes, in bytes for one. */
    private long heapOfEach(byte[] bytes) throws IOException {
        connect(bytes); // what is loaded and made once
        await().until(() -> received() >= bytes.length);
        double readBefore = received();
        long before = heap();
        for (int i = 0; i < CONNECTIONS; i++) {
            connect(bytes);
        }
        await().until(() -> registry.get("jisu.logs.ingest.connections").gauge().value() == clients.size());
        await().until(() -> received() - readBefore >= (double) CONNECTIONS * bytes.length);
        return (heap() - before) / CONNECTIONS;
    }

    private double received() {
        return registry.get("jisu.logs.ingest.received.bytes").counter().count();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void an_idle_connection_keeps_next_to_nothing() throws IOException {
        assertThat(heapOfEach(new byte[0])).isLessThan(16 * 1024);
    }

    @Test
    void a_connection_inside_a_small_event_keeps_what_came_of_it() throws IOException {
        byte[] frame = Frames.v2().window(1).json(1, noise(32 * 1024)).bytes();

        assertThat(heapOfEach(Arrays.copyOf(frame, 30 * 1024))).isLessThan(48 * 1024);
    }

    @Test
    void a_connection_that_may_take_nothing_keeps_nothing_inflated() throws IOException {
        connect(Frames.filebeatWindow(0, noise(2 << 20))); // fills the budget
        await().until(() ->
                registry.get("jisu.logs.ingest.in.flight.bytes").gauge().value() > 2 << 20);

        assertThat(heapOfEach(Frames.filebeatWindow(3, noise(1500)))).isLessThan(16 * 1024);
    }
}
