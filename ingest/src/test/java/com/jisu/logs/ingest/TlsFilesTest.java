package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import com.jisu.logs.ingest.tls.ServerTls;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The files of keys and certificates: what may be in them, that they may change, and what is said of bad ones. */
class TlsFilesTest extends RealTlsTest {

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
    void an_encrypted_key_is_used_with_its_password() throws Exception {
        Path key =
                Files.writeString(folder.resolve("encrypted.key"), encrypted(serverCertificate.getKeyPair(), "pass"));
        Path certificate = tls().certificate();
        restart(SETTINGS.withTls(TestTls.of(certificate, key).withKeyPassword("pass")));
        try (RawClient client = client(null)) {
            assertTakesWindows(client);
        }

        assertCannotStart(TestTls.of(certificate, key), "set ingest.tls.key-password");
        assertCannotStart(TestTls.of(certificate, key).withKeyPassword("wrong"), "is ingest.tls.key-password right?");
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
        TestTls settings = TestAuthority.write(authority.server(expires), folder);
        try (ServerTls loaded = new ServerTls(settings.made(), SslProvider.JDK)) {
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
    void files_that_cannot_be_used_are_said_in_one_line() throws Exception {
        TestTls good = tls();
        Path missing = folder.resolve("missing.pem");
        assertCannotStart(TestTls.of(missing, good.key()), "cannot read " + missing);
        assertCannotStart(TestTls.of(good.key(), good.key()), "cannot use " + good.key());
        assertCannotStart(TestTls.of(good.certificate(), good.certificate()), "there is no private key in PEM form");
        Path otherKey = Files.writeString(
                folder.resolve("other.key"), otherAuthority.server().getPrivateKeyPEM());
        assertCannotStart(TestTls.of(good.certificate(), otherKey), "does not belong to the certificate");
    }

    private void assertCannotStart(TestTls tls, String message) {
        assertThatThrownBy(() -> startAnother(SETTINGS.withTls(tls)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("the Beats input cannot use TLS: ")
                .hasMessageContaining(message);
    }
}
