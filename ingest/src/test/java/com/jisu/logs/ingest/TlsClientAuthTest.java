package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import io.netty.pkitesting.X509Bundle;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clients are served, by the certificates that they show. */
class TlsClientAuthTest extends RealTlsTest {

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

    @Test
    void a_clients_certificate_may_be_of_an_authority_in_between() throws Exception {
        restart(SETTINGS.withTls(tls(ClientAuth.REQUIRED)));
        try (RawClient client = client(authority.intermediate("between").client("shipper"))) {
            assertTakesWindows(client);
        }
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
}
