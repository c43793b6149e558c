package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import com.jisu.logs.ingest.api.Transport;
import com.jisu.logs.ingest.tls.ServerTls;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the Beats port, with each library and kind of socket, and how it ends. */
class TlsTest extends RealTlsTest {

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void windows_are_taken_over_tls(String protocol) throws Exception {
        restart(SETTINGS.withTls(tls().withProtocols(protocol)));
        try (SSLSocket socket = socket(authority.clientContext(null));
                RawClient client = new RawClient(socket)) {
            assertTakesWindows(client);

            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
        awaitClosed("done");
        assertThat(topic.values()).containsExactly(new String(EVENT, UTF_8));
    }

    @Test
    void tls_is_boringssl_and_sockets_are_epoll_where_there_are_builds_of_them() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        Transport used = Transport.fastest();
        assertThat(used.listener()).isEqualTo(EpollServerSocketChannel.class);
        try (ServerTls loaded = new ServerTls(tls().made(), used.tls())) {
            assertThat(loaded.context()).isInstanceOf(OpenSslContext.class);
            assertThat(OpenSsl.versionString()).contains("BoringSSL");
        }
    }

    private static List<Transport> transports() {
        Transport fastest = Transport.fastest();
        Transport jdk = JDK;
        return List.of(
                fastest,
                jdk,
                new Transport(fastest.io(), fastest.listener(), jdk.tls()),
                new Transport(jdk.io(), jdk.listener(), fastest.tls()));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void every_transport_takes_windows_asks_for_certificates_and_names_what_is_wrong(Transport transport)
            throws Exception {
        TestTls tls = tls(ClientAuth.REQUIRED, "web-*");
        restart(SETTINGS.withTls(tls), transport);
        try (ServerTls loaded = new ServerTls(tls.made(), transport.tls())) {
            assertThat(loaded.context() instanceof OpenSslContext).isEqualTo(transport.tls() == SslProvider.OPENSSL);
        }
        try (RawClient client = client(authority.client("web-1"))) {
            assertTakesWindows(client);
        }
        awaitClosed("done");
        for (X509Bundle wrong : List.of(authority.client("db-1"), otherAuthority.client("web-1"))) {
            try (RawClient client = client(wrong)) {
                client.sendIfOpen(Frames.filebeatWindow(3, EVENT));
                client.awaitEnd();
            }
        }
        awaitClosed("client_not_allowed");
        awaitClosed("tls_handshake");
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, EVENT)).awaitEnd();
        }
        awaitClosed("plaintext_on_tls_port");
        assertThat(topic.records()).hasSize(1);
    }

    @Test
    void sockets_of_the_jdk_take_windows_without_tls() throws Exception {
        restart(SETTINGS, JDK);
        try (RawClient client = new RawClient(server.port())) {
            assertTakesWindows(client);
        }
        awaitClosed("done");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_tls_library_says_why_a_handshake_failed(boolean ofTheJdk) throws Exception {
        Transport transport = ofTheJdk ? JDK : Transport.fastest();
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            TestSettings settings = SETTINGS.withTls(tls(ClientAuth.REQUIRED).withProtocols(protocol));
            SSLContext none = authority.clientContext(null);
            SSLContext expired = authority.clientContext(authority.expiredClient());
            restart(settings, transport);
            assertSays(none, protocol, "it showed no certificate");
            restart(settings, transport);
            assertSays(expired, protocol, "has expired; renew it");
            restart(settings, transport);
            assertSays(otherAuthority.clientContext(null), protocol, "the certificate of this server");
            restart(settings, transport);
            String other = protocol.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
            assertSays(none, other, "no version of TLS that ingest.tls.protocols allows");
        }
    }

    private void assertSays(SSLContext client, String protocol, String reason) throws Exception {
        try (SSLSocket socket = socket(client)) {
            socket.setEnabledProtocols(new String[] {protocol});
            RawClient raw = new RawClient(socket);
            raw.sendIfOpen(Frames.filebeatWindow(3, EVENT));
            raw.awaitEnd();
        } catch (SSLException e) {
            // the client's own view of it
        }
        awaitClosed("tls_handshake");
        assertThat(warnings()).last().asString().contains(reason);
    }

    @Test
    void plaintext_on_the_tls_port_is_named() throws Exception {
        restart(SETTINGS.withTls(tls()));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, EVENT)).awaitEnd();
        }
        awaitClosed("plaintext_on_tls_port");
        assertThat(warnings())
                .containsExactly("127.0.0.1 did not speak TLS to the TLS Beats port; set ssl in its output.logstash");
    }

    @Test
    void a_client_that_does_not_finish_a_handshake_is_dropped_and_one_without_a_byte_is_only_counted()
            throws Exception {
        restart(SETTINGS.withTls(tls()).withClients(Duration.ofMillis(300), Duration.ofHours(1), Duration.ofHours(1)));
        try (RawClient silent = new RawClient(server.port())) {
            silent.awaitEnd();
        }
        awaitClosed("probe");
        assertThat(warnings()).isEmpty();

        try (RawClient slow = new RawClient(server.port())) {
            slow.send(new byte[] {0x16, 3, 1, 2, 0, 1}).awaitEnd();
        }
        awaitClosed("handshake_timeout");
        assertThat(warnings())
                .containsExactly("127.0.0.1 did not finish the TLS handshake within ingest.handshake-timeout");
    }

    @Test
    void a_connection_cut_inside_the_handshake_is_named_and_one_without_a_byte_is_a_probe() throws Exception {
        restart(SETTINGS.withTls(tls()));
        new RawClient(server.port()).close();
        awaitClosed("probe");
        assertThat(warnings()).isEmpty();

        try (RawClient client = new RawClient(server.port())) {
            client.send(new byte[] {0x16, 3, 1, 2});
        }
        awaitClosed("tls_handshake");
        assertThat(warnings()).containsExactly("127.0.0.1 closed its connection inside the TLS handshake");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void what_is_no_tls_behind_a_handshake_is_named(Transport transport) throws Exception {
        restart(SETTINGS.withTls(tls()), transport);
        byte[] noRecord = "no record".repeat(100).getBytes(UTF_8);
        ByteBuffer recordsOfNobody = ByteBuffer.allocate(2 * 37); // BoringSSL tells of the first with the second
        for (int i = 0; i < 2; i++) {
            recordsOfNobody.put(new byte[] {0x17, 3, 3, 0, 32}).put(new byte[32]);
        }
        for (byte[] bytes : List.of(noRecord, recordsOfNobody.array())) {
            try (Socket plain = new Socket("127.0.0.1", server.port());
                    RawClient client = new RawClient(over(plain))) {
                assertTakesWindows(client);
                plain.getOutputStream().write(bytes);
                client.awaitEnd();
            }
        }

        await().untilAsserted(() -> assertThat(closed("tls_broken")).isEqualTo(2));
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("127.0.0.1 broke TLS after the handshake: ")
                .hasSizeLessThan(250);
    }

    private static SSLSocket over(Socket plain) throws Exception {
        return (SSLSocket) authority
                .clientContext(null)
                .getSocketFactory()
                .createSocket(plain, "localhost", plain.getPort(), false);
    }

    @Test
    void a_handshake_with_nothing_behind_it_is_a_probe() throws Exception {
        restart(SETTINGS.withTls(tls()));
        try (SSLSocket socket = socket(authority.clientContext(null))) {
            socket.startHandshake();
        }
        awaitClosed("probe");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_stop_acknowledges_and_ends_tls_in_order() throws Exception {
        restart(SETTINGS.withTls(tls()));
        CompletableFuture<Void> closing;
        try (RawClient client = client(null)) {
            client.send(Frames.v2().window(10).json(1, EVENT).json(2, EVENT));
            await().until(() -> topic.records().size() == 2);
            closing = CompletableFuture.runAsync(server::close);

            assertThat(client.readToEnd()).last().isEqualTo("2A 2"); // an end without close_notify would throw
        }
        closing.get();
    }
}
