package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.ingest.IngestSettings.Timeouts;
import com.jisu.logs.ingest.TlsSettings.ClientAuth;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TlsTest extends RealKafkaTest {

    private static final byte[] EVENT = "{\"message\":\"secret\"}".getBytes(UTF_8);

    private static TestAuthority authority;
    private static TestAuthority otherAuthority;
    private static X509Bundle serverCertificate;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new TestAuthority("the CA");
        otherAuthority = new TestAuthority("another CA");
        serverCertificate = authority.server();
    }

    private TlsSettings tls() throws IOException {
        return TestAuthority.write(serverCertificate, folder);
    }

    private TlsSettings tls(ClientAuth auth, String... names) throws IOException {
        return tls().withClients(auth, authority.writeRoot(folder.resolve("ca.pem")), List.of(names));
    }

    private SSLSocket socket(SSLContext context) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port());
    }

    private RawClient client(X509Bundle certificate) throws Exception {
        return new RawClient(socket(authority.clientContext(certificate)));
    }

    private void assertTakesWindows(RawClient client) throws IOException {
        client.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
    }

    private void assertRefused(X509Bundle certificate, String reason, String said) throws Exception {
        try (RawClient client = client(certificate)) {
            client.sendIfOpen(
                    Frames.filebeatWindow(3, EVENT)); // clients of TLS 1.3 hear only later that they are refused
            client.awaitEnd();
        }
        awaitClosed(reason);
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("127.0.0.1 ")
                .contains(said);
        assertThat(topic.records()).isEmpty();
    }

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
        try (ServerTls loaded = new ServerTls(tls(), used.tls())) {
            assertThat(loaded.context()).isInstanceOf(OpenSslContext.class);
            assertThat(OpenSsl.versionString()).contains("BoringSSL");
        }
    }

    private static List<Transport> transports() {
        Transport fastest = Transport.fastest();
        Transport jdk = Transport.ofTheJdk();
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
        TlsSettings tls = tls(ClientAuth.REQUIRED, "web-*");
        restart(SETTINGS.withTls(tls), transport);
        try (ServerTls loaded = new ServerTls(tls, transport.tls())) {
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
        restart(SETTINGS, Transport.ofTheJdk());
        try (RawClient client = new RawClient(server.port())) {
            assertTakesWindows(client);
        }
        awaitClosed("done");
    }

    @Test
    void the_certificates_between_the_servers_and_the_root_are_sent() throws Exception {
        X509Bundle certificate = authority.intermediate("between").server();
        restart(SETTINGS.withTls(TestAuthority.write(certificate, folder)));
        try (SSLSocket socket = socket(authority.clientContext(null));
                RawClient client = new RawClient(socket)) {
            assertTakesWindows(client); // the client knows the root only

            assertThat(socket.getSession().getPeerCertificates()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void a_clients_certificate_may_be_of_an_authority_in_between() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));
        try (RawClient client = client(authority.intermediate("between").client("shipper"))) {
            assertTakesWindows(client);
        }
    }

    @Test
    void an_encrypted_key_is_used_with_its_password() throws Exception {
        Path key =
                Files.writeString(folder.resolve("encrypted.key"), encrypted(serverCertificate.getKeyPair(), "pass"));
        Path certificate = tls().certificate();
        restart(SETTINGS.withTls(TlsSettings.of(certificate, key).withKeyPassword("pass")));
        try (RawClient client = client(null)) {
            assertTakesWindows(client);
        }

        assertCannotStart(TlsSettings.of(certificate, key), "set ingest.tls.key-password");
        assertCannotStart(
                TlsSettings.of(certificate, key).withKeyPassword("wrong"), "is ingest.tls.key-password right?");
    }

    private static String encrypted(KeyPair pair, String password) throws Exception {
        String algorithm = "PBEWithSHA1AndDESede"; // other forms are for PemPrivateKeyTest
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] der = new EncryptedPrivateKeyInfo(
                        cipher.getParameters(), cipher.doFinal(pair.getPrivate().getEncoded()))
                .getEncoded();
        return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    }

    @Test
    void the_client_sends_many_events_over_tls() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));
        X509Bundle shipper = authority.client("shipper");
        ClientTls files = new ClientTls(
                Optional.of(authority.writeRoot(folder.resolve("root.pem"))),
                Optional.of(new ClientTls.Identity(
                        Files.writeString(folder.resolve("shipper.pem"), shipper.getCertificatePathPEM()),
                        Files.writeString(folder.resolve("shipper.key"), shipper.getPrivateKeyPEM()))));
        LumberjackClient.Settings settings =
                LumberjackClient.Settings.of("localhost", server.port()).withTls(files.context());
        try (LumberjackClient client = LumberjackClient.connect(settings, more -> {})) {
            for (int i = 0; i < 10_000; i++) {
                client.send(EVENT);
            }
            client.awaitAcknowledged();
        }
        assertThat(topic.records()).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_tls_library_says_why_a_handshake_failed(boolean ofTheJdk) throws Exception {
        Transport transport = ofTheJdk ? Transport.ofTheJdk() : Transport.fastest();
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            IngestSettings settings = SETTINGS.withTls(tls(ClientAuth.REQUIRED).withProtocols(protocol));
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
    void files_that_the_client_can_not_use_are_named() throws Exception {
        Path none = folder.resolve("none.pem");
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "pem");
        Path good = authority.writeRoot(folder.resolve("root.pem"));

        assertThatThrownBy(() -> new ClientTls(Optional.of(none), Optional.empty()).context())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + none + " (the certificate authority)");
        assertThatThrownBy(() -> new ClientTls(Optional.of(nonsense), Optional.empty()).context())
                .hasMessageStartingWith("cannot use " + nonsense + " (the certificate authority): ");
        for (Path key : List.of(nonsense, good)) {
            assertThatThrownBy(() ->
                            new ClientTls(Optional.empty(), Optional.of(new ClientTls.Identity(good, key))).context())
                    .hasMessage(
                            "cannot use " + key + " (the client's private key): there is no private key in PEM form");
        }
    }

    @Test
    void the_client_refuses_a_server_of_another_authority() throws Exception {
        restart(SETTINGS.withTls(tls()));
        LumberjackClient.Settings settings =
                LumberjackClient.Settings.of("localhost", server.port()).withTls(otherAuthority.clientContext(null));

        assertThatThrownBy(() -> LumberjackClient.connect(settings, more -> {})).isInstanceOf(SSLException.class);
        awaitClosed("tls_handshake");
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
    void a_client_that_shows_the_required_certificate_is_served() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));
        try (RawClient client = client(authority.client("shipper"))) {
            assertTakesWindows(client);
        }
    }

    @Test
    void a_client_without_the_required_certificate_is_refused() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));

        assertRefused(null, "tls_handshake", "it showed no certificate, which ingest.tls.client-auth requires");
    }

    @Test
    void a_client_with_a_certificate_of_another_authority_is_refused() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));

        assertRefused(
                otherAuthority.client("shipper"),
                "tls_handshake",
                "of an authority in ingest.tls.client-ca: many do not show others"); // as Java does not
    }

    @Test
    void a_client_whose_certificate_is_expired_is_refused() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));

        assertRefused(authority.expiredClient(), "tls_handshake", "has expired; renew it (NotAfter: ");
    }

    @Test
    void where_certificates_are_optional_none_is_fine_and_a_bad_one_is_not() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.OPTIONAL)));
        try (RawClient client = client(null)) {
            assertTakesWindows(client);
        }
        try (RawClient client = client(authority.client("shipper"))) {
            assertTakesWindows(client);
        }
        try (RawClient client = client(authority.expiredClient())) {
            client.sendIfOpen(Frames.filebeatWindow(3, EVENT));
            client.awaitEnd();
        }
        awaitClosed("tls_handshake");
        assertThat(topic.records()).hasSize(2);
    }

    @Test
    void a_client_of_an_allowed_name_is_served() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED, "web-*", "db-1")));
        try (RawClient client = client(authority.client("WEB-17"))) {
            assertTakesWindows(client);
        }
    }

    @Test
    void a_client_of_a_name_that_is_not_allowed_is_refused() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED, "web-*", "db-1")));

        assertRefused(authority.client("db-12"), "client_not_allowed", "showed a certificate of the names [db-12]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_of_a_name_that_is_not_allowed_does_not_get_in_by_resuming_its_session(String protocol)
            throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED, "web-*").withProtocols(protocol)));
        SSLContext context = authority.clientContext(authority.client("db-12")); // one context remembers its sessions
        for (int i = 0; i < 3; i++) {
            try (RawClient client = new RawClient(socket(context))) {
                client.sendIfOpen(Frames.filebeatWindow(3, EVENT));
                client.awaitEnd();
            }
        }

        await().untilAsserted(() -> assertThat(closed("client_not_allowed")).isEqualTo(3));
        assertThat(topic.records()).isEmpty();
    }

    @Test
    void a_changed_authority_of_clients_is_used() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED).withReload(Duration.ofMillis(50))));
        otherAuthority.writeRoot(folder.resolve("ca.pem"));

        await().untilAsserted(() -> {
            try (RawClient client = new RawClient(socket(authority.clientContext(otherAuthority.client("shipper"))))) {
                assertThatCode(() -> assertTakesWindows(client)).doesNotThrowAnyException();
            }
        });
        try (RawClient client = client(authority.client("shipper"))) {
            client.sendIfOpen(Frames.filebeatWindow(3, EVENT));
            client.awaitEnd();
        }
        await().untilAsserted(() -> assertThat(closed("tls_handshake")).isPositive());
    }

    @Test
    void changed_files_are_used_for_new_connections_and_open_ones_stay() throws Exception {
        restart(SETTINGS.withTls(tls().withReload(Duration.ofMillis(50))));
        try (RawClient before = client(null)) {
            assertTakesWindows(before);
            X509Bundle renewed = authority.server();
            TestAuthority.write(renewed, folder);

            await().untilAsserted(() -> assertThat(certificateShown()).isEqualTo(renewed.getCertificate()));
            assertTakesWindows(before);
        }
    }

    @Test
    void changed_files_that_cannot_be_used_leave_the_former_in_use() throws Exception {
        restart(SETTINGS.withTls(tls().withReload(Duration.ofMillis(50))));
        X509Bundle renewed = authority.server();
        Files.writeString(
                folder.resolve("server.pem"), renewed.getCertificatePathPEM()); // the key is still the old one
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(certificateShown()).isEqualTo(serverCertificate.getCertificate()));
        Files.writeString(folder.resolve("server.key"), renewed.getPrivateKeyPEM());

        await().untilAsserted(() -> assertThat(certificateShown()).isEqualTo(renewed.getCertificate()));
    }

    private X509Certificate certificateShown() throws Exception {
        try (SSLSocket socket = socket(authority.clientContext(null))) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void the_certificates_expiry_is_a_metric() throws Exception {
        restart(SETTINGS.withTls(tls()));
        assertThat(gauge("certificate.expiry")).isBetween(80_000.0, 86_400.0);

        X509Bundle expired = authority.server(Instant.now().minusSeconds(100));
        restart(SETTINGS.withTls(TestAuthority.write(expired, folder)));
        assertThat(gauge("certificate.expiry")).isBetween(-200.0, -100.0);
    }

    @Test
    void the_log_says_when_the_certificate_is_good() throws Exception {
        Instant now = Instant.now();
        assertSaid(now.minusSeconds(100), "expired on ", "; shippers refuse it");
        assertSaid(
                now.plus(Duration.ofDays(5)), "is not valid before ", "; shippers refuse it"); // begins 2 days before
        assertSaid(now.plus(Duration.ofDays(1)), "expires on ", "");
    }

    private void assertSaid(Instant expires, String said, String end) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(ServerTls.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        TlsSettings settings = TestAuthority.write(authority.server(expires), folder);
        try (ServerTls loaded = new ServerTls(settings, SslProvider.JDK)) {
            assertThat(loaded.context()).isNotNull();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .startsWith("The Beats input's certificate (beats.example, localhost) " + said)
                    .endsWith("Z" + end);
        });
    }

    @Test
    void a_client_that_does_not_finish_a_handshake_is_dropped_and_one_without_a_byte_is_only_counted()
            throws Exception {
        restart(SETTINGS.withTls(tls())
                .withTimeouts(Timeouts.DEFAULT.withClients(
                        Duration.ofMillis(300), Duration.ofHours(1), Duration.ofHours(1))));
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

    @Test
    void files_that_cannot_be_used_are_said_in_one_line() throws Exception {
        TlsSettings good = tls();
        Path missing = folder.resolve("missing.pem");
        assertCannotStart(TlsSettings.of(missing, good.key()), "cannot read " + missing);
        assertCannotStart(TlsSettings.of(good.key(), good.key()), "cannot use " + good.key());
        assertCannotStart(
                TlsSettings.of(good.certificate(), good.certificate()), "there is no private key in PEM form");
        Path otherKey = Files.writeString(
                folder.resolve("other.key"), otherAuthority.server().getPrivateKeyPEM());
        assertCannotStart(TlsSettings.of(good.certificate(), otherKey), "does not belong to the certificate");
    }

    private void assertCannotStart(TlsSettings tls, String message) {
        assertThatThrownBy(() -> startAnother(SETTINGS.withTls(tls)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("the Beats input cannot use TLS: ")
                .hasMessageContaining(message);
    }
}
