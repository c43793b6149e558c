package com.jisu.logs.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.ingest.TestSettings;
import com.jisu.logs.ingest.TestTls;
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
        TestSettings settings = TestSettings.DEFAULT;
        assertRefused(() -> settings.withPort(65536), "ingest.port must be from 0 to 65535, not 65536");
        assertRefused(() -> settings.withHost(" "), "ingest.host");
        assertRefused(
                () -> settings.withSizes(Limits.LARGEST_EVENT + 1, 1 << 26, 1 << 29),
                "ingest.max-event-bytes must be from 1024 to 10469376, not 10469377");
        assertRefused(() -> settings.withSizes(2000, 1999, 1 << 29), "ingest.max-frame-bytes must be from 2000");
        assertRefused(() -> settings.withSizes(2000, 3000, 2999), "ingest.max-inflated-bytes must be at least 3000");
        assertRefused(() -> settings.withInFlight(1 << 19, 1 << 19), "ingest.max-in-flight-bytes must be at least");
        assertRefused(() -> settings.withInFlight(1 << 20, 1 << 21), "ingest.max-connection-in-flight-bytes");
        assertRefused(() -> settings.withConnections(0, 0), "ingest.max-connections must be from 1");
        assertRefused(
                () -> settings.withConnections(10, 11), "ingest.max-connections-per-address must be from 1 to 10");
        assertRefused(() -> settings.withShutdown(Duration.ZERO), "ingest.shutdown-timeout must be longer than 0");
        assertRefused(
                () -> settings.withKafka(Duration.ofSeconds(-1), Duration.ofSeconds(1)), "ingest.keep-alive must be");
        assertRefused(() -> settings.withMaxConnectionAge(Duration.ofSeconds(-1)), "ingest.max-connection-age must be");
    }

    @Test
    void tls_settings_that_cannot_be_are_refused_by_their_key() {
        Path file = Path.of("file.pem");
        TestTls tls = TestTls.of(file, file);
        assertRefused(() -> TestTls.of(null, file), "ingest.tls.certificate must name a PEM file");
        assertRefused(() -> TestTls.of(file, null), "ingest.tls.key must name a PEM file");
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
        TestTls tls = TestTls.of(Path.of("c.pem"), Path.of("k.pem")).withKeyPassword("hunter2");

        assertThat(TestSettings.DEFAULT.withTls(tls).made().toString())
                .contains("k.pem")
                .doesNotContain("hunter2");
    }

    private static void assertRefused(ThrowingCallable change, String message) {
        assertThatThrownBy(change).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void time_is_looked_at_often_enough_for_the_shortest_timeout() {
        assertThat(Timeouts.DEFAULT.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(TestSettings.DEFAULT
                        .withMaxConnectionAge(Duration.ofMillis(500))
                        .timeouts()
                        .tick())
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_keep_alive_is_due_at_the_tick_nearest_to_its_interval() {
        assertThat(Timeouts.DEFAULT.keepAliveDue()).isEqualTo(Duration.ofMillis(4500));
        assertThat(TestSettings.DEFAULT
                        .withKafka(Duration.ofMillis(100), Duration.ofMinutes(1))
                        .timeouts()
                        .keepAliveDue())
                .isEqualTo(Duration.ofMillis(90));
    }
}
