package com.jisu.logs.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.ingest.api.IngestSettings.Limits;
import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {

    @Test
    void values_that_cannot_be_are_refused_by_their_key() {
        assertRefused(() -> IngestSettings.DEFAULT.withPort(65536), "ingest.port must be from 0 to 65535, not 65536");
        assertRefused(() -> IngestSettings.DEFAULT.withHost(" "), "ingest.host");
        Limits limits = Limits.DEFAULT;
        assertRefused(
                () -> limits.withSizes(Limits.LARGEST_EVENT + 1, 1 << 26, 1 << 29),
                "ingest.max-event-bytes must be from 1024 to 10469376, not 10469377");
        assertRefused(() -> limits.withSizes(2000, 1999, 1 << 29), "ingest.max-frame-bytes must be from 2000");
        assertRefused(() -> limits.withSizes(2000, 3000, 2999), "ingest.max-inflated-bytes must be at least 3000");
        assertRefused(() -> limits.withInFlight(1 << 19, 1 << 19), "ingest.max-in-flight-bytes must be at least");
        assertRefused(() -> limits.withInFlight(1 << 20, 1 << 21), "ingest.max-connection-in-flight-bytes");
        assertRefused(() -> limits.withConnections(0, 0), "ingest.max-connections must be from 1");
        assertRefused(() -> limits.withConnections(10, 11), "ingest.max-connections-per-address must be from 1 to 10");
        Timeouts timeouts = Timeouts.DEFAULT;
        assertRefused(() -> timeouts.withShutdown(Duration.ZERO), "ingest.shutdown-timeout must be longer than 0");
        assertRefused(
                () -> timeouts.withKafka(Duration.ofSeconds(-1), Duration.ofSeconds(1)), "ingest.keep-alive must be");
        assertRefused(() -> timeouts.withMaxConnectionAge(Duration.ofSeconds(-1)), "ingest.max-connection-age must be");
    }

    @Test
    void tls_settings_that_cannot_be_are_refused_by_their_key() {
        Path file = Path.of("file.pem");
        TlsSettings tls = TlsSettings.of(file, file);
        assertRefused(() -> TlsSettings.of(null, file), "ingest.tls.certificate must name a PEM file");
        assertRefused(() -> TlsSettings.of(file, null), "ingest.tls.key must name a PEM file");
        assertRefused(() -> tls.withProtocols("TLSv1.1"), "ingest.tls.protocols must be of [TLSv1.3, TLSv1.2]");
        assertRefused(() -> tls.withReload(Duration.ZERO), "ingest.tls.reload must be longer than 0");
        assertRefused(
                () -> tls.withClients(ClientAuth.NONE, file, List.of("web-*")),
                "ingest.tls.client-names has no effect while ingest.tls.client-auth is none");
        assertRefused(
                () -> tls.withClients(ClientAuth.REQUIRED, null, List.of()),
                "ingest.tls.client-ca must name a PEM file");
    }

    @Test
    void a_password_does_not_show() {
        TlsSettings tls = TlsSettings.of(Path.of("c.pem"), Path.of("k.pem")).withKeyPassword("hunter2");

        assertThat(IngestSettings.DEFAULT.withTls(tls).toString())
                .contains("k.pem")
                .doesNotContain("hunter2");
    }

    private static void assertRefused(ThrowingCallable change, String message) {
        assertThatThrownBy(change).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void time_is_looked_at_often_enough_for_the_shortest_timeout() {
        assertThat(Timeouts.DEFAULT.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Timeouts.DEFAULT.withMaxConnectionAge(Duration.ofMillis(500)).tick())
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_keep_alive_is_due_at_the_tick_nearest_to_its_interval() {
        assertThat(Timeouts.DEFAULT.keepAliveDue()).isEqualTo(Duration.ofMillis(4500));
        assertThat(Timeouts.DEFAULT
                        .withKafka(Duration.ofMillis(100), Duration.ofMinutes(1))
                        .keepAliveDue())
                .isEqualTo(Duration.ofMillis(90));
    }
}
