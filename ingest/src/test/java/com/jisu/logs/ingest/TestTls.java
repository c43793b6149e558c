package com.jisu.logs.ingest;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of TLS, made from the defaults by what is different in a test. */
public record TestTls(TlsSettings made) {

    /** TLS 1.2 and 1.3 without client certificates, files looked at every 30 s. */
    public static TestTls of(Path certificate, Path key) {
        return new TestTls(new TlsSettings(
                certificate,
                key,
                Optional.empty(),
                ClientAuth.NONE,
                Optional.empty(),
                List.of(),
                List.of("TLSv1.3", "TLSv1.2"),
                Duration.ofSeconds(30)));
    }

    public TestTls withKeyPassword(String password) {
        return new TestTls(new TlsSettings(
                made.certificate(),
                made.key(),
                Optional.of(password),
                made.clientAuth(),
                made.clientCa(),
                made.clientNames(),
                made.protocols(),
                made.reload()));
    }

    /** With clients that show certificates of these roots (null for none), and of one of these names if there are any. */
    public TestTls withClients(ClientAuth auth, Path ca, List<String> names) {
        return new TestTls(new TlsSettings(
                made.certificate(),
                made.key(),
                made.keyPassword(),
                auth,
                Optional.ofNullable(ca),
                names,
                made.protocols(),
                made.reload()));
    }

    public TestTls withProtocols(String... protocols) {
        return new TestTls(new TlsSettings(
                made.certificate(),
                made.key(),
                made.keyPassword(),
                made.clientAuth(),
                made.clientCa(),
                made.clientNames(),
                List.of(protocols),
                made.reload()));
    }

    public TestTls withReload(Duration reload) {
        return new TestTls(new TlsSettings(
                made.certificate(),
                made.key(),
                made.keyPassword(),
                made.clientAuth(),
                made.clientCa(),
                made.clientNames(),
                made.protocols(),
                reload));
    }

    public Path certificate() {
        return made.certificate();
    }

    public Path key() {
        return made.key();
    }
}
