package com.jisu.logs.ingest.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.Frames;
import com.jisu.logs.ingest.RawClient;
import com.jisu.logs.ingest.RealKafkaTest;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send, and read what they get for it late or never. */
class UnreadAcknowledgementsTest extends RealKafkaTest {

    private static final byte[] EVENT = "{}".getBytes(UTF_8);
    private static final int WINDOWS = 50_000; // a few thousand acknowledgements are what the kernel takes

    @BeforeEach
    void haveLittlePatienceWithReaders() {
        Duration never = Duration.ofHours(1);
        restart(SETTINGS.withClients(never, Duration.ofSeconds(1), never));
    }

    @Test
    void windows_of_one_are_taken_without_end_and_acknowledged_once_they_are_read() throws Exception {
        try (RawClient client = client()) {
            client.send(windows(WINDOWS, 1));
            await().atMost(Duration.ofMinutes(1)).until(() -> counter("events.acknowledged") == WINDOWS);
            client.send(Frames.filebeatWindow(0, EVENT, EVENT));

            List<String> read = client.readUntil("2A 2");
            assertThat(read.size()).isEqualTo(WINDOWS); // a list of that many is not for a message
            assertThat(Set.copyOf(read)).containsExactly("2A 1");
        }
        awaitClosed("done");
        assertThat(topic.records().size()).isEqualTo(WINDOWS + 2);
    }

    @Test
    void a_client_that_never_reads_may_leave() throws Exception {
        try (RawClient client = client()) {
            client.send(windows(WINDOWS, 1));
            await().atMost(Duration.ofMinutes(1)).until(() -> counter("events.acknowledged") == WINDOWS);
        }
        awaitClosed("left_early");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void different_ones_are_written_in_order_when_the_client_reads_again() throws Exception {
        try (RawClient client = client()) {
            byte[] bytes = windows(30_000, 3);
            Thread sender = new Thread(() -> client.sendIfOpen(bytes)); // it is held up until the client reads
            sender.start();
            assertThat(client.readAcknowledgement()).isEqualTo("2A 1");
            List<String> read = new ArrayList<>();
            for (int i = 1; i < 30_000; i++) {
                read.add(client.readAcknowledgement());
            }
            sender.join();

            for (int i = 1; i < 30_000; i++) {
                assertThat(read.get(i - 1)).isEqualTo("2A " + (i % 3 + 1));
            }
        }
    }

    @Test
    void they_leave_as_they_came() {
        Random random = new Random(5);
        UnreadAcknowledgements unread = new UnreadAcknowledgements();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(3) > 0) {
                byte version = (byte) (random.nextInt(50) == 0 ? '1' : '2');
                int sequence = random.nextInt(10) == 0 ? random.nextInt() : 1;
                unread.add(version, sequence);
                kept.add((char) version + " " + sequence);
            } else if (!kept.isEmpty()) {
                assertThat((char) unread.version() + " " + unread.sequence()).isEqualTo(kept.remove(0));
                unread.remove();
            }
            assertThat(unread.isEmpty()).isEqualTo(kept.isEmpty());
        }
    }

    @Test
    void equal_ones_take_no_room_and_different_ones_do() {
        UnreadAcknowledgements unread = new UnreadAcknowledgements();
        for (int i = 0; i < 1_000_000; i++) {
            unread.add((byte) '2', 1);
        }
        assertThat(unread.areMany()).isFalse();

        for (int i = 2; i < 128; i++) {
            unread.add((byte) '2', i);
        }
        assertThat(unread.areMany()).isFalse();
        unread.add((byte) '1', 127);
        assertThat(unread.areMany()).isTrue();
    }

    private RawClient client() throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        return new RawClient(socket);
    }

    /** Of 1 event, 2 events, and so on up to the most, then of 1 again. */
    private static byte[] windows(int count, int mostEvents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[][] events = new byte[i % mostEvents + 1][];
            Arrays.fill(events, EVENT);
            bytes.writeBytes(Frames.filebeatWindow(0, events));
        }
        return bytes.toByteArray();
    }
}
