package com.jisu.logs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.app.config.ConfigurationLoader;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.ingest.BeatsServer;
import com.jisu.logs.ingest.api.IngestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an environment variable to a TLS handshake. */
class KeyPasswordTest {

    private static final String VARIABLE = "JISU_LOGS_INGEST_TLS_KEY_PASSWORD";

    @TempDir
    private Path directory;

    private BeatsServer start(Map<String, String> environment) {
        Map<String, String> commandLine = Map.of(
                "ingest.host",
                "127.0.0.1",
                "ingest.port",
                "0",
                "ingest.tls.certificate",
                directory.resolve("server.pem").toString(),
                "ingest.tls.key",
                directory.resolve("server.key").toString());
        IngestSettings settings =
                Settings.ingest(ConfigurationLoader.read(Optional.empty(), commandLine, environment, Set.of("ingest"))
                        .configuration());
        Map<String, Object> noKafka = Map.of("bootstrap.servers", "127.0.0.1:1");
        return BeatsServer.start(settings, noKafka, "raw", new SimpleMeterRegistry(), Integer.MAX_VALUE);
    }

    private static String encrypted(PrivateKey key, String password) throws Exception {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] der = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key.getEncoded())).getEncoded();
        return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    }

    @Test
    void the_password_of_an_encrypted_key_comes_from_the_environment() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(directory.resolve("server.pem"), certificate.getCertificatePEM());
        Files.writeString(
                directory.resolve("server.key"),
                encrypted(certificate.getKeyPair().getPrivate(), "pass word"));
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {certificate.toTrustManager()}, null);

        try (BeatsServer server = start(Map.of(VARIABLE, "pass word"));
                SSLSocket client = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.port())) {
            client.startHandshake();
            assertThat(client.getSession().getPeerCertificates()).containsExactly(certificate.getCertificate());
        }
        assertThatThrownBy(() -> start(Map.of(VARIABLE, "wrong"))).hasMessageContaining("ingest.tls.key-password");
        assertThatThrownBy(() -> start(Map.of())).hasMessageContaining("set ingest.tls.key-password");
    }
}
