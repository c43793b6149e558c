package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.records.tls.ClientTls;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** TLS of the client that sends. */
class TlsClientTest extends RealTlsTest {

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
}
