package com.jisu.logs.ingest.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedHandshakeTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA, it does not trust the certificate of this server
            Received fatal alert: unknown_ca, it does not trust the certificate of this server
            Received fatal alert: certificate_unknown, it did not accept the certificate of this server
            Received fatal alert: bad_certificate, it did not accept the certificate of this server
            error:1000008b:SSL routines:OPENSSL_internal:BAD_PACKET_LENGTH, most likely it does not trust the certificate of this server
            NotAfter: Sun Nov 22 15:00:00 UTC 2026, has expired; renew it
            NotBefore: Sun Nov 22 15:00:00 UTC 2026, is not valid yet
            unable to find valid certification path to requested target, issued by no authority in ingest.tls.client-ca
            error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE, ingest.tls.client-auth requires
            Empty client certificate chain, ingest.tls.client-auth requires
            error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL, no version of TLS that ingest.tls.protocols allows
            """)
    void the_reason_comes_first_and_the_librarys_text_behind(String text, String reason) {
        assertThat(FailedHandshake.explain(text)).contains(reason).endsWith(" (" + text + ")");
    }

    @Test
    void what_is_not_known_stays_as_it_is() {
        assertThat(FailedHandshake.explain("no cipher suites in common")).isEqualTo("no cipher suites in common");
    }
}
