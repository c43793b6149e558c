package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.memory.InflationRoom;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What there is no memory for waits, and goes on when others are done. */
class ScarceMemoryTest extends RealKafkaTest {

    private static final byte[] EVENT = "{\"message\":\"fine\"}".getBytes(UTF_8);

    private static final int WAITING = 60;
    /** Netty had asked for these when the room was full. */
    private static final int AT_ONCE = 16;

    @Test
    void connections_that_there_is_no_memory_for_wait_until_others_close() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (BeatsServer small = BeatsServer.start(
                SETTINGS.made(), Map.of("bootstrap.servers", kafka.address()), topic.name(), meters, 1)) {
            RawClient first = new RawClient(small.port());
            first.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
            List<RawClient> others = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                others.add(new RawClient(small.port()).send(Frames.filebeatWindow(3, EVENT)));
            }
            first.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
            assertThat(opened(meters)).isLessThanOrEqualTo(1 + AT_ONCE);

            first.close();

            for (RawClient other : others) {
                other.readUntil("2A 1");
                other.close();
            }
            assertThat(opened(meters)).isEqualTo(1 + WAITING);
        }
        assertThat(topic.values()).hasSize(2 + WAITING);
    }

    private static double opened(SimpleMeterRegistry meters) {
        return meters.get("jisu.logs.ingest.connections.opened").counter().count();
    }

    @Test
    void compressed_frames_that_there_is_no_room_to_inflate_wait_until_others_end() throws Exception {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        byte[] window = Frames.filebeatWindow(3, noise);
        byte[] begin = Arrays.copyOf(window, window.length / 2);
        List<RawClient> inside = new ArrayList<>();
        for (int i = 0; i <= InflationRoom.FRAMES / 2; i++) { // half of the room, and one outside of it
            inside.add(new RawClient(server.port()).send(begin));
        }
        await().until(() -> counter("received.bytes") == (double) inside.size() * begin.length);
        try (RawClient waits = new RawClient(server.port());
                RawClient elsewhere = RawClient.from("127.0.0.2", server.port())) {
            waits.send(window);
            await().until(() -> counter("received.bytes") >= (double) inside.size() * begin.length + window.length);
            elsewhere.send(window).readUntil("2A 1");
            assertThat(counter("events.acknowledged")).isEqualTo(1);

            inside.get(0).send(Arrays.copyOfRange(window, begin.length, window.length));

            inside.get(0).readUntil("2A 1");
            waits.readUntil("2A 1");
        }
        for (RawClient client : inside) {
            client.close();
        }
    }

    @Test
    void the_first_connections_may_have_more_unread_than_those_beyond() throws Exception {
        byte[] noise = new byte[1_000_000];
        new Random(1).nextBytes(noise);
        byte[] window = Frames.filebeatWindow(3, noise);
        List<RawClient> inside = new ArrayList<>();
        try (SocketChannel early = sender()) {
            await().until(() -> counter("connections.opened") == 1);
            for (int i = 0; i <= InflationRoom.FRAMES / 2; i++) { // half of the room, and one outside of it
                inside.add(new RawClient(server.port()).send(Arrays.copyOf(window, 1000)));
            }
            assertThat(inside).hasSizeGreaterThanOrEqualTo(BeatsServer.WIDE_CONNECTIONS);
            await().until(() -> counter("received.bytes") == inside.size() * 1000.0);
            try (SocketChannel late = sender()) {
                await().until(() -> counter("connections.opened") == 2 + inside.size());

                long lateTaken = takenUnread(late, window);
                assertThat(takenUnread(early, window)).isGreaterThan(2 * lateTaken);
                assertThat(lateTaken).isLessThan(3 * BeatsServer.NARROW_RECEIVE_BUFFER_BYTES + BeatsServer.READ_BYTES);
            }
        }
        for (RawClient client : inside) {
            client.close();
        }
    }

    private SocketChannel sender() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
        channel.connect(new InetSocketAddress("127.0.0.1", server.port()));
        channel.configureBlocking(false);
        return channel;
    }

    /** How much of a frame is taken from a sender while nobody reads it. */
    private static long takenUnread(SocketChannel sender, byte[] window) {
        ByteBuffer left = ByteBuffer.wrap(window);
        await().during(Duration.ofSeconds(1)).until(() -> sender.write(left) <= 0);
        return left.position();
    }
}
