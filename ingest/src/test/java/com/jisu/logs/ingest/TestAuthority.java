package com.jisu.logs.ingest;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A certificate authority of the tests' own. */
final class TestAuthority {

    private static final Duration DAY = Duration.ofDays(1);

    private final X509Bundle root;

    TestAuthority(String name) throws Exception {
        this(authority(name).buildSelfSigned());
    }

    private TestAuthority(X509Bundle root) {
        this.root = root;
    }

    /** An authority whose own certificate is of this one. */
    TestAuthority intermediate(String name) throws Exception {
        return new TestAuthority(authority(name).buildIssuedBy(root));
    }

    private static CertificateBuilder authority(String name) {
        return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true);
    }

    X509Bundle server() throws Exception {
        return server(Instant.now().plus(DAY));
    }

    X509Bundle server(Instant expires) throws Exception {
        return builder("CN=beats.example", expires)
                .addSanDnsName("beats.example")
                .addSanDnsName("localhost")
                .buildIssuedBy(root);
    }

    X509Bundle client(String commonName) throws Exception {
        return builder("CN=" + commonName, Instant.now().plus(DAY)).buildIssuedBy(root);
    }

    X509Bundle expiredClient() throws Exception {
        return builder("CN=expired", Instant.now().minusSeconds(60)).buildIssuedBy(root);
    }

    private static CertificateBuilder builder(String subject, Instant expires) {
        return new CertificateBuilder()
                .subject(subject)
                .notBefore(expires.minus(DAY.multipliedBy(2)))
                .notAfter(expires);
    }

    Path writeRoot(Path file) throws IOException {
        return Files.writeString(file, root.getCertificatePEM());
    }

    /** Settings of a server with this certificate; writing again to the same folder replaces it. */
    static TestTls write(X509Bundle server, Path folder) throws IOException {
        return TestTls.of(
                replace(folder.resolve("server.pem"), server.getCertificatePathPEM()),
                replace(folder.resolve("server.key"), server.getPrivateKeyPEM()));
    }

    private static Path replace(Path file, String content) throws IOException {
        Path next = Files.writeString(file.resolveSibling("next"), content);
        return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A client that trusts this authority, and shows a certificate or, with null, none. */
    SSLContext clientContext(X509Bundle certificate) throws Exception {
        KeyManager[] keys = null;
        if (certificate != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore store = certificate.toKeyStore("pw".toCharArray());
            factory.init(store, "pw".toCharArray());
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {root.toTrustManager()}, null);
        return context;
    }
}
