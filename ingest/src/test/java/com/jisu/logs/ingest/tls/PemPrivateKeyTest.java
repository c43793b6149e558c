package com.jisu.logs.ingest.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemPrivateKeyTest {

    private static byte[] file(String name) throws IOException {
        try (InputStream in = PemPrivateKeyTest.class.getResourceAsStream("/keys/" + name)) {
            return in.readAllBytes();
        }
    }

    private static PrivateKey read(String name, String password) throws IOException, GeneralSecurityException {
        return PemPrivateKey.read(file(name), Optional.ofNullable(password));
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs1-rsa.pem, pkcs8-rsa.pem",
        "pkcs1-rsa-aes128.pem, pkcs8-rsa.pem",
        "pkcs1-rsa-aes256.pem, pkcs8-rsa.pem",
        "pkcs1-rsa-des3.pem, pkcs8-rsa.pem",
        "pkcs8-rsa-encrypted.pem, pkcs8-rsa.pem",
        "pkcs8-rsa-encrypted-sha1.pem, pkcs8-rsa.pem",
        "pkcs8-rsa-encrypted-des3.pem, pkcs8-rsa.pem"
    })
    void every_form_of_an_rsa_key_gives_the_same(String form, String plain) throws Exception {
        assertThat(read(form, "secret")).isEqualTo(read(plain, null));
    }

    /** Some forms carry the public key too, which the JDK keeps, but the number is the same. */
    @ParameterizedTest
    @CsvSource({
        "sec1-ec.pem, pkcs8-ec.pem",
        "sec1-ec-with-parameters.pem, pkcs8-ec.pem",
        "sec1-ec-aes128.pem, pkcs8-ec.pem"
    })
    void every_form_of_an_ec_key_gives_the_same(String form, String plain) throws Exception {
        ECPrivateKey key = (ECPrivateKey) read(form, "secret");
        ECPrivateKey expected = (ECPrivateKey) read(plain, null);

        assertThat(key.getS()).isEqualTo(expected.getS());
        assertThat(key.getParams()).isEqualTo(expected.getParams());
    }

    @Test
    void keys_of_each_kind_are_read() throws Exception {
        assertThat(read("pkcs8-rsa.pem", null).getAlgorithm()).isEqualTo("RSA");
        assertThat(read("pkcs8-ec.pem", null).getAlgorithm()).isEqualTo("EC");
    }

    /** Netty's BoringSSL takes one and then has no use for it: every handshake would fail. */
    @Test
    void a_key_of_a_kind_that_no_handshake_could_use_is_refused() {
        assertThatThrownBy(() -> read("pkcs8-ed25519.pem", null))
                .hasMessageContaining("the private key is neither RSA nor EC");
    }

    @Test
    void text_around_the_key_does_not_matter() throws Exception {
        byte[] pem = ("Subject: me\n\n" + new String(file("pkcs8-ec.pem"), US_ASCII) + "\nand more").getBytes(US_ASCII);

        assertThat(PemPrivateKey.read(pem, Optional.empty())).isEqualTo(read("pkcs8-ec.pem", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs1-rsa-aes256.pem",
                "pkcs8-rsa-encrypted.pem",
                "pkcs8-rsa-encrypted-des3.pem",
                "sec1-ec-aes128.pem"
            })
    void a_key_that_needs_a_password_says_so(String name) {
        assertThatThrownBy(() -> read(name, null)).hasMessageContaining("set ingest.tls.key-password");
        assertThatThrownBy(() -> read(name, "wrong"))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("key");
    }

    @Test
    void what_is_no_key_says_so() {
        assertThatThrownBy(() -> PemPrivateKey.read(new byte[0], Optional.empty()))
                .hasMessage("there is no private key in PEM form");
        for (String type : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            byte[] damaged =
                    ("-----BEGIN " + type + "-----\nMIIBAgID\n-----END " + type + "-----\n").getBytes(US_ASCII);
            assertThatThrownBy(() -> PemPrivateKey.read(damaged, Optional.of("secret")))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }
}
