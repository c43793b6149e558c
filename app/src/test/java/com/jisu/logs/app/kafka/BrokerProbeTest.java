package com.jisu.logs.app.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.app.api.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a port that is not a Kafka broker's. That brokers pass, the tests of the commands show. */
class BrokerProbeTest {

    private static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0, 2, 2, 70};
    private static final byte[] HTTP = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSIONS = {0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    @Test
    void an_http_server_is_named_as_one() throws IOException {
        assertThatThrownBy(() -> probe(HTTP, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageMatching("what listens at localhost:\\d+ \\(kafka.bootstrap-servers\\) speaks HTTP.*");
    }

    @Test
    void a_broker_with_tls_is_told_with_what_to_set() throws IOException {
        assertThatThrownBy(() -> probe(TLS_ALERT, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("speaks TLS; set kafka.properties.security.protocol");
    }

    @Test
    void a_broker_and_one_that_says_nothing_pass() {
        assertThatCode(() -> probe(VERSIONS, Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> probe(new byte[0], Map.of())).doesNotThrowAnyException();
    }

    @Test
    void where_tls_is_set_nothing_is_asked() {
        assertThatCode(() -> probe(HTTP, Map.of("security.protocol", "SSL"))).doesNotThrowAnyException();
    }

    @Test
    void one_that_is_away_or_has_no_address_passes() {
        assertThatCode(() -> BrokerProbe.check(Map.of("bootstrap.servers", "localhost:1,nowhere,:,localhost:x")))
                .doesNotThrowAnyException();
    }

    /** Probes a server that answers whatever it is asked with these bytes. */
    private static void probe(byte[] answer, Map<String, Object> properties) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getInputStream().readNBytes(14);
                    client.getOutputStream().write(answer);
                } catch (IOException e) {
                    // nobody asked, or the probe has gone
                }
            });
            thread.start();
            Map<String, Object> kafka = new HashMap<>(properties);
            kafka.put("bootstrap.servers", "localhost:" + server.getLocalPort());
            BrokerProbe.check(kafka);
        }
    }
}
