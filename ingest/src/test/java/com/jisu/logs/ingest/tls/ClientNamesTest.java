package com.jisu.logs.ingest.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNamesTest {

    private static X509Certificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = new CertificateBuilder()
                .subject("CN=web-1,OU=shippers,O=jisu")
                .addSanDnsName("web-1.shippers.example")
                .addSanUriName("spiffe://example/ns/logging/sa/filebeat")
                .addSanIpAddress("10.0.0.7")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .getCertificate();
    }

    @Test
    void the_common_name_and_the_alternative_names_count() {
        assertThat(ClientNames.namesOf(certificate))
                .containsExactlyInAnyOrder(
                        "web-1", "web-1.shippers.example", "spiffe://example/ns/logging/sa/filebeat", "10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "web-1, true",
        "WEB-1, true",
        "web-*, true",
        "*, true",
        "web-, false",
        "eb-1, false",
        "w.b-1, false",
        "shippers, false",
        "*.shippers.example, true",
        "*.example, false",
        "web-*.example, false",
        "spiffe://example/ns/logging/sa/*, true",
        "spiffe://example/*, false",
        "10.0.0.7, true",
        "'', false"
    })
    void a_pattern_matches_a_whole_name(String pattern, boolean allowed) {
        assertThat(new ClientNames(List.of("nobody", pattern)).allow(certificate))
                .isEqualTo(allowed);
    }

    @Test
    void without_patterns_nothing_is_restricted() {
        assertThat(new ClientNames(List.of()).areRestricted()).isFalse();
        assertThat(new ClientNames(List.of("a")).areRestricted()).isTrue();
    }
}
