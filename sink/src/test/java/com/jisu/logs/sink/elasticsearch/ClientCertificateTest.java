package com.jisu.logs.sink.elasticsearch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.sink.TestSettings;
import com.jisu.logs.sink.api.SinkSettings.Access;
import com.jisu.logs.sink.api.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that lets in nobody without a certificate of its authority; it answers with the certificate's name. */
class ClientCertificateTest {

    private static final Duration OFTEN = Duration.ofMillis(50);

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private X509Bundle authority;
    private SSLServerSocket server;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = authority("root").buildSelfSigned();
        write("ca.pem", authority.getCertificatePEM());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_asks_for_a_certificate_lets_in_who_has_one(String protocol) throws Exception {
        start(protocol);
        show(client("writer"));
        try (ElasticsearchConnection connection = connect(certificate())) {
            assertThat(whoAmI(connection)).isEqualTo("CN=writer");
        }
    }

    @Test
    void the_certificates_up_to_the_root_are_shown_as_well() throws Exception {
        start("TLSv1.3");
        X509Bundle intermediate = authority("intermediate").buildIssuedBy(authority);
        show(new CertificateBuilder().subject("CN=of-intermediate").buildIssuedBy(intermediate));
        try (ElasticsearchConnection connection = connect(certificate())) {
            assertThat(whoAmI(connection)).isEqualTo("CN=of-intermediate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void who_has_none_is_told_so(String protocol) throws Exception {
        start(protocol);
        try (ElasticsearchConnection connection = connect(ca())) {
            for (int i = 0; i < 20; i++) {
                assertThat(connection.ask("GET", "/").describe())
                        .containsPattern("it (wants|may want) a client certificate that it trusts")
                        .endsWith("; see sink.elasticsearch.certificate and sink.elasticsearch.key");
            }
        }
    }

    @Test
    void one_of_another_authority_is_no_better() throws Exception {
        start("TLSv1.3");
        show(new CertificateBuilder()
                .subject("CN=stranger")
                .buildIssuedBy(authority("other").buildSelfSigned()));
        try (ElasticsearchConnection connection = connect(certificate())) {
            assertThat(connection.ask("GET", "/").describe())
                    .containsPattern("it (wants|may want) a client certificate that it trusts");
        }
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart() throws Exception {
        start("TLSv1.3");
        show(client("first"));
        try (ElasticsearchConnection connection = connect(certificate())) {
            assertThat(whoAmI(connection)).isEqualTo("CN=first");
            X509Bundle second = client("second");
            write("client.pem", second.getCertificatePathPEM()); // the key is still the old one
            await().during(OFTEN.multipliedBy(4))
                    .untilAsserted(() -> assertThat(whoAmI(connection)).isEqualTo("CN=first"));
            write("client.key", second.getPrivateKeyPEM());
            await().untilAsserted(() -> assertThat(whoAmI(connection)).isEqualTo("CN=second"));
        }
    }

    @Test
    void a_changed_authority_of_the_servers_is_used_without_a_restart() throws Exception {
        start("TLSv1.3");
        show(client("writer"));
        write("ca.pem", authority("other").buildSelfSigned().getCertificatePEM());
        try (ElasticsearchConnection connection = connect(certificate())) {
            assertThat(connection.ask("GET", "/").describe()).contains("certification path");
            write("ca.pem", authority.getCertificatePEM());
            await().untilAsserted(() -> assertThat(whoAmI(connection)).isEqualTo("CN=writer"));
        }
    }

    @Test
    void files_that_can_not_be_used_are_named_with_their_keys() throws Exception {
        show(client("writer"));
        write("client.key", client("other").getPrivateKeyPEM());
        assertThatThrownBy(() -> connect(certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the private key " + file("client.key")
                        + " (sink.elasticsearch.key) does not belong to the certificate " + file("client.pem")
                        + " (sink.elasticsearch.certificate)");
        write("client.key", "no key");
        assertThatThrownBy(() -> connect(certificate()))
                .hasMessage("cannot use " + file("client.key")
                        + " (sink.elasticsearch.key): there is no private key in PEM form");
        Files.delete(file("client.pem"));
        assertThatThrownBy(() -> connect(certificate()))
                .hasMessage("cannot read " + file("client.pem") + " (sink.elasticsearch.certificate)");
    }

    private String whoAmI(ElasticsearchConnection connection) throws IOException {
        ElasticsearchConnection.Reply reply = connection.ask("GET", "/");
        assertThat(reply.isOk()).as(reply.describe()).isTrue();
        return reply.json().path("name").asText();
    }

    private ElasticsearchConnection connect(TlsFiles files) {
        Access access = new Access(Optional.empty(), Optional.empty(), Optional.empty(), files);
        int port = server == null ? 1 : server.getLocalPort();
        return ElasticsearchConnection.to(TestSettings.of(access, URI.create("https://127.0.0.1:" + port)), OFTEN);
    }

    private TlsFiles ca() {
        return new TlsFiles(Optional.of(file("ca.pem")), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private TlsFiles certificate() {
        return new TlsFiles(
                Optional.of(file("ca.pem")),
                Optional.of(file("client.pem")),
                Optional.of(file("client.key")),
                Optional.empty());
    }

    private void show(X509Bundle client) throws IOException {
        write("client.pem", client.getCertificatePathPEM());
        write("client.key", client.getPrivateKeyPEM());
    }

    private X509Bundle client(String name) throws Exception {
        return new CertificateBuilder().subject("CN=" + name).buildIssuedBy(authority);
    }

    private static CertificateBuilder authority(String name) {
        return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void write(String name, String content) throws IOException {
        Path next = Files.writeString(file("next"), content);
        Files.move(next, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void start(String protocol) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=node")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate.toKeyStore("pw".toCharArray()), "pw".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), new TrustManager[] {authority.toTrustManager()}, null);
        server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        server.setEnabledProtocols(new String[] {protocol});
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    SSLSocket socket = (SSLSocket) server.accept();
                    threads.execute(() -> answer(socket));
                } catch (IOException e) {
                    return; // the end of the test
                }
            }
        });
    }

    /** A connection is for one request only, so that each shows what the client has now. */
    private static void answer(SSLSocket socket) {
        try (socket) {
            socket.startHandshake(); // where it fails, the client gets an alert
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            String body =
                    "{\"name\":\"" + socket.getSession().getPeerPrincipal().getName() + "\"}";
            String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ";
            socket.getOutputStream().write((head + body.length() + "\r\n\r\n" + body).getBytes(US_ASCII));
        } catch (IOException e) {
            // of the client; it is asked what it makes of it
        }
    }
}
