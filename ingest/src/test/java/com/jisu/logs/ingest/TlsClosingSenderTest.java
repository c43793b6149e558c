package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Senders that close their TLS connection right behind their last event. */
class TlsClosingSenderTest extends RealTlsTest {

    private static final int SENDERS = 10;
    private static final int EVENTS = 3000;

    private static byte[] window(int level) {
        return Frames.filebeatWindow(
                level,
                IntStream.range(0, EVENTS)
                        .mapToObj(i -> ("{\"message\":\"" + "x".repeat(i % 200) + "\"}").getBytes(UTF_8))
                        .toArray(byte[][]::new));
    }

    private SSLSocket send(int level, String protocol) throws Exception {
        SSLSocket socket = socket(authority.clientContext(null));
        socket.setEnabledProtocols(new String[] {protocol});
        socket.getOutputStream().write(window(level));
        return socket;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,0", "TLSv1.2,3", "TLSv1.3,0", "TLSv1.3,3"})
    void all_that_they_have_sent_is_in_kafka(String protocol, int level) throws Exception {
        restart(SETTINGS.withTls(tls()).withInFlight(1 << 20, 1 << 20));
        for (int i = 0; i < SENDERS; i++) {
            SSLSocket socket = send(level, protocol);
            if (i % 2 == 0) {
                socket.close();
            } else {
                endOutput(socket);
            }
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(counter("events")).isEqualTo(SENDERS * EVENTS));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(gauge("in.flight.bytes")).isZero());
        assertThat(topic.records()).hasSize(SENDERS * EVENTS);
        assertThat(warnings()).isEmpty();
    }

    /** BoringSSL ends both sides when one does: such a sender hears nothing more, but the end comes in order. */
    private static void endOutput(SSLSocket socket) throws IOException {
        socket.shutdownOutput();
        try (RawClient client = new RawClient(socket)) {
            client.readToEnd();
        }
    }
}
