package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that send what they should not, or not what they should. Each loses its connection, is counted by reason, and
 * is named once in the log; a well-behaved client beside it notices nothing.
 */
class HostileClientTest extends RealKafkaTest {

    private static final byte[] EVENT = "{\"message\":\"fine\"}".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofHours(1);

    private record Attack(String reason, byte[] bytes, String said) {

        @Override
        public String toString() {
            return reason;
        }
    }

    private static List<Attack> attacks() {
        byte[] nested =
                Frames.v2().compressed(3, Frames.filebeatWindow(0, EVENT)).bytes();
        return List.of(
                attack("unknown_version", Frames.v2().raw(new byte[] {'7', 'W'}), "unknown protocol version '7'"),
                attack("unknown_frame", Frames.v2().type('Z'), "unknown type 'Z'"),
                attack(
                        "frame_too_large",
                        Frames.v2().window(1).type('J').int32(1).int32(-1),
                        "4294967295 bytes"),
                attack("frame_too_large", Frames.v2().type('C').int32(Integer.MAX_VALUE), "2147483647 bytes"),
                attack(
                        "frame_too_large",
                        Frames.v1().window(1).type('D').int32(1).int32(-1).int32(Integer.MIN_VALUE),
                        "2147483648 bytes"),
                attack("empty_window", questions(101), "more than 100 windows of 0 events at once"),
                attack("window_too_large", Frames.v2().window(-1), "4294967295 events"),
                attack("nested_compression", Frames.v2().compressed(3, nested), "inside a compressed frame"),
                attack("bad_compression", Frames.v2().type('C').int32(4).raw("zlib".getBytes(UTF_8)), "no zlib data"),
                attack("event_outside_window", Frames.v2().json(1, EVENT), "without announcing a window"),
                attack("event_outside_window", Frames.v2().window(0).json(1, EVENT), "without announcing a window"),
                attack(
                        "tls_on_plain_port",
                        Frames.v2().raw(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1}),
                        "spoke TLS to the plaintext Beats port; set ingest.tls"),
                attack("http", Frames.v2().raw("GET /_cat HTTP/1.1\r\n\r\n".getBytes(UTF_8)), "spoke HTTP"));
    }

    private static Frames questions(int count) {
        Frames frames = Frames.v2();
        for (int i = 0; i < count; i++) {
            frames.window(0);
        }
        return Frames.v2().compressed(9, frames.bytes()); // in small pieces they may come now and then
    }

    private static Attack attack(String reason, Frames bytes, String said) {
        return new Attack(reason, bytes.bytes(), said);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void what_breaks_the_protocol_ends_its_own_connection_only(Attack attack) throws Exception {
        try (RawClient good = new RawClient(server.port());
                RawClient bad = new RawClient(server.port())) {
            good.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
            bad.send(attack.bytes);
            bad.awaitEnd();
            good.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
        }

        awaitClosed(attack.reason);
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("127.0.0.1 ")
                .contains(attack.said);
    }

    @Test
    void a_client_that_offends_again_and_again_is_logged_once() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawClient bad = new RawClient(server.port())) {
                bad.send(Frames.v2().window(-1)).awaitEnd();
            }
        }

        await().untilAsserted(() -> assertThat(closed("window_too_large")).isEqualTo(20));
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void random_bytes_end_the_connection() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int connections = 200;
        for (int i = 0; i < connections; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && random.nextBoolean()) { // further into the decoder
                bytes[0] = '2';
                bytes[1] = (byte) "WJCD".charAt(random.nextInt(4));
            }
            try (RawClient bad = new RawClient(server.port())) {
                bad.sendIfOpen(bytes);
                bad.endOutput();
                bad.awaitEnd();
            }
        }
        await().untilAsserted(() ->
                assertThat(gauge("connections")).as("seed %d", seed).isZero());
        assertThat(closed("internal_error")).as("seed %d", seed).isZero();
    }

    @Test
    void a_connection_cut_inside_a_frame_is_counted_as_such() throws Exception {
        byte[] window = Frames.filebeatWindow(3, EVENT);
        try (RawClient client = new RawClient(server.port())) {
            client.send(Arrays.copyOf(window, window.length - 3));
        }

        awaitClosed("truncated_frame");
        assertThat(warnings()).containsExactly("127.0.0.1 closed its connection inside a frame");
    }

    @Test
    void a_silent_connection_is_counted_and_not_logged() throws Exception {
        new RawClient(server.port()).close();

        awaitClosed("probe");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_bomb_costs_no_more_than_the_cap() throws Exception {
        restart(SETTINGS.withSizes(1 << 20, 1 << 22, 1 << 25));
        byte[] bomb = bombOfOneGibibyte();
        assertThat(bomb).hasSizeLessThan(1 << 22);
        try (RawClient client = new RawClient(server.port())) {
            client.sendIfOpen(Frames.v2()
                    .window(60_000)
                    .type('C')
                    .int32(bomb.length)
                    .raw(bomb)
                    .bytes());
            client.awaitEnd();
        }

        awaitClosed("inflated_too_large");
        assertThat(topic.records()).hasSizeLessThan((1 << 25) / 60_000 + 1);
    }

    /** Events of 60,000 zeros, far more of them than the window says. What is flushed in full repeats byte by byte. */
    private static byte[] bombOfOneGibibyte() {
        byte[] event = Frames.v2().json(1, new byte[60_000]).bytes();
        int each = 100;
        byte[] events = new byte[each * event.length];
        for (int i = 0; i < each; i++) {
            System.arraycopy(event, 0, events, i * event.length, event.length);
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(9);
        bomb.writeBytes(flushed(deflater, events)); // zlib's header comes with the first only
        byte[] next = flushed(deflater, events);
        deflater.end();
        for (long inflated = events.length; inflated < 1L << 30; inflated += events.length) {
            bomb.writeBytes(next);
        }
        return bomb.toByteArray();
    }

    private static byte[] flushed(Deflater deflater, byte[] bytes) {
        byte[] deflated = new byte[1 << 20];
        deflater.setInput(bytes);
        return Arrays.copyOf(deflated, deflater.deflate(deflated, 0, deflated.length, Deflater.FULL_FLUSH));
    }

    @Test
    void a_frame_of_nothing_but_windows_is_refused_before_it_takes_long() throws Exception {
        Frames windows = Frames.v2();
        for (int i = 0; i < 1000; i++) {
            windows.window(1 + i);
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().compressed(9, windows.bytes())).awaitEnd();
        }

        awaitClosed("empty_window");
        assertThat(warnings()).containsExactly("127.0.0.1 announced more than 100 windows in a row without an event");
    }

    @Test
    void connections_beyond_the_limit_of_an_address_are_closed_at_once() throws Exception {
        restart(SETTINGS.withConnections(100, 3));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new RawClient(server.port()));
            clients.get(i).send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
        }
        try (RawClient oneTooMany = new RawClient(server.port())) {
            oneTooMany.awaitEnd();
        }
        awaitClosed("too_many_connections_of_address");
        clients.remove(0).close();
        awaitClosed("done");
        try (RawClient again = new RawClient(server.port())) {
            again.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
        }
        for (RawClient client : clients) {
            client.close();
        }
        assertThat(warnings()).singleElement().asString().contains("ingest.max-connections-per-address: 3");
    }

    @Test
    void connections_beyond_the_limit_of_all_are_closed_at_once() throws Exception {
        restart(SETTINGS.withConnections(1, 1));
        try (RawClient first = new RawClient(server.port())) {
            first.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
            try (RawClient second = new RawClient(server.port())) {
                second.awaitEnd();
            }
            first.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
        }
        awaitClosed("too_many_connections");
    }

    @Test
    void a_client_that_sends_no_frame_is_dropped() throws Exception {
        restart(patience(SOON, NEVER, NEVER));
        try (RawClient silent = new RawClient(server.port());
                RawClient almost = new RawClient(server.port())) {
            almost.send(new byte[] {'2', 'W', 0, 0});
            silent.awaitEnd();
            almost.awaitEnd();
        }
        await().untilAsserted(() -> {
            assertThat(closed("handshake_timeout")).isOne();
            assertThat(closed("probe")).isOne();
        });
    }

    @Test
    void a_large_event_without_a_window_is_refused_before_it_reserves_anything() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().type('J').int32(1).int32(1 << 20));
            client.awaitEnd();
        }
        await().untilAsserted(() -> assertThat(closed("event_outside_window")).isOne());
        assertThat(gauge("reserved.bytes")).isZero();
    }

    @Test
    void a_client_that_dribbles_an_event_byte_by_byte_is_dropped() throws Exception {
        restart(patience(NEVER, SOON, NEVER));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(2).json(1, EVENT).type('J').int32(2).int32(1 << 20));
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                client.sendIfOpen(new byte[1]);
                return closed("slow_sender") == 1;
            });
        }
        assertThat(gauge("reserved.bytes")).isZero();
    }

    @Test
    void a_client_that_leaves_a_window_open_is_dropped() throws Exception {
        restart(patience(NEVER, SOON, NEVER));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(2).json(1, EVENT));
            assertThat(client.readToEnd()).containsOnly("2A 1");
        }
        awaitClosed("slow_sender");
    }

    @Test
    void a_client_that_never_takes_its_many_different_acknowledgements_is_dropped() throws Exception {
        restart(patience(NEVER, Duration.ofSeconds(1), NEVER));
        byte[] windows = Frames.v2()
                .raw(Frames.filebeatWindow(0, EVENT))
                .raw(Frames.filebeatWindow(0, EVENT, EVENT))
                .raw(Frames.filebeatWindow(0, EVENT))
                .raw(Frames.filebeatWindow(0, EVENT, EVENT))
                .bytes();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        try (RawClient client = new RawClient(socket)) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        for (int i = 0; i < 100; i++) {
                            client.sendIfOpen(windows);
                        }
                        return closed("slow_reader") == 1;
                    });
        }
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("did not take its acknowledgements within ingest.client-timeout");
    }

    @Test
    void a_client_that_is_idle_between_windows_is_let_go() throws Exception {
        restart(patience(NEVER, NEVER, SOON));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
            assertThat(client.readToEnd()).isEmpty();
        }
        awaitClosed("idle");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void large_events_that_dribble_in_do_not_keep_small_ones_out() throws Exception {
        restart(SETTINGS.withInFlight(4 << 20, 4 << 20));
        List<RawClient> hogs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hogs.add(new RawClient(server.port()));
            hogs.get(i)
                    .send(Frames.v2()
                            .window(1)
                            .type('J')
                            .int32(1)
                            .int32(1 << 20)
                            .raw(new byte[100]));
        }
        await().untilAsserted(() -> assertThat(gauge("reserved.bytes")).isEqualTo(2 << 20));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
        }
        for (int i = 9; i >= 0; i--) { // those that wait get their turn as others finish
            hogs.get(i).send(new byte[(1 << 20) - 100]);
        }
        for (RawClient hog : hogs) {
            hog.readUntil("2A 1");
            hog.close();
        }
        assertThat(gauge("reserved.bytes")).isZero();
    }

    @Test
    void two_addresses_do_not_keep_out_the_large_events_of_others() throws Exception {
        restart(patience(NEVER, NEVER, NEVER).withInFlight(4 << 20, 4 << 20));
        List<RawClient> hogs = new ArrayList<>();
        for (String address : List.of("127.0.0.2", "127.0.0.3")) {
            for (int i = 0; i < 4; i++) {
                RawClient hog = RawClient.from(address, server.port());
                hog.send(Frames.v2().window(1).type('J').int32(1).int32(1 << 20).raw(new byte[100]));
                hogs.add(hog);
            }
        }
        await().untilAsserted(() -> assertThat(gauge("reserved.bytes")).isEqualTo(2 << 20)); // and six wait
        try (RawClient other = new RawClient(server.port())) {
            for (int i = 0; i < 10; i++) {
                other.send(Frames.filebeatWindow(3, new byte[100_000], new byte[500_000]))
                        .readUntil("2A 2");
            }
        }
        for (RawClient hog : hogs) {
            hog.close();
        }
    }

    @Test
    void long_lines_of_version_1_are_received_side_by_side() throws Exception {
        restart(SETTINGS.withInFlight(4 << 20, 4 << 20));
        byte[] window = Frames.v1()
                .window(1)
                .data(1, Map.of("line", "x".repeat(100_000)))
                .bytes();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(new RawClient(server.port()));
            clients.get(i).send(Arrays.copyOf(window, 60_000));
        }
        await().untilAsserted(() -> assertThat(gauge("reserved.bytes")).isBetween(5 * 150_000.0, 5 * 151_000.0));
        for (RawClient client : clients) {
            client.send(Arrays.copyOfRange(window, 60_000, window.length)).readUntil("1A 1");
            client.close();
        }
    }

    @Test
    void a_large_event_that_dribbles_in_is_dropped_when_others_wait_to_send_theirs() throws Exception {
        restart(patience(NEVER, Duration.ofSeconds(3), NEVER).withInFlight(1 << 20, 1 << 20));
        byte[] large = new byte[1 << 20];
        try (RawClient hog = new RawClient(server.port());
                RawClient other = new RawClient(server.port())) {
            hog.send(Frames.v2().window(1).type('J').int32(1).int32(64 << 20).raw(new byte[1]));
            await().untilAsserted(() -> assertThat(gauge("reserved.bytes")).isEqualTo(64 << 20));
            other.send(Frames.filebeatWindow(3, large));
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                hog.sendIfOpen(new byte[64 << 10]); // which alone would be progress enough
                return closed("slow_sender") == 1;
            });

            other.readUntil("2A 1");
        }
        assertThat(warnings()).singleElement().asString().contains("while others wait to send theirs");
    }

    private static TestSettings patience(Duration handshake, Duration client, Duration idle) {
        return SETTINGS.withClients(handshake, client, idle).withKafka(Duration.ofMillis(100), Duration.ofMinutes(2));
    }
}
