package com.jisu.logs.records.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class PemPrivateKeyTest {

    private static byte[] file(String name) throws IOException {
        try (InputStream in = PemPrivateKeyTest.class.getResourceAsStream("/keys/" + name)) {
            return in.readAllBytes();
        }
    }

    private static PrivateKey read(String name, String password) throws IOException, GeneralSecurityException {
        return PemPrivateKey.read(file(name), "ingest.tls.key-password", Optional.ofNullable(password));
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs1-rsa.pem, pkcs8-rsa.pem",
        "pkcs8-rsa-encrypted.pem, pkcs8-rsa.pem",
        "pkcs8-rsa-encrypted-sha1.pem, pkcs8-rsa.pem"
    })
    void every_form_of_an_rsa_key_gives_the_same(String form, String plain) throws Exception {
        assertThat(read(form, "secret")).isEqualTo(read(plain, null));
    }

    /** Some forms carry the public key too, which the JDK keeps, but the number is the same. */
    @ParameterizedTest
    @CsvSource({"sec1-ec.pem, pkcs8-ec.pem", "sec1-ec-with-parameters.pem, pkcs8-ec.pem"})
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

        assertThat(PemPrivateKey.read(pem)).isEqualTo(read("pkcs8-ec.pem", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs1-rsa-aes128.pem",
                "pkcs1-rsa-aes256.pem",
                "pkcs1-rsa-des3.pem",
                "pkcs8-rsa-encrypted-des3.pem",
                "sec1-ec-aes128.pem"
            })
    void a_key_in_another_form_names_the_command_that_converts_it(String name, @TempDir Path folder) throws Exception {
        String message = messageOf(name);
        assertThat(message)
                .startsWith("the private key is in a form that is not read (")
                .doesNotContain("\n");
        String command = message.substring(message.indexOf("; convert it with ") + "; convert it with ".length());
        assertThat(command).isEqualTo("openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.key -out new.key");

        Files.write(folder.resolve("old.key"), file(name));
        openssl(folder, command + " -passin pass:secret -passout pass:secret");
        PrivateKey converted = PemPrivateKey.read(
                Files.readAllBytes(folder.resolve("new.key")), "ingest.tls.key-password", Optional.of("secret"));

        if (converted instanceof ECPrivateKey key) {
            assertThat(key.getS()).isEqualTo(((ECPrivateKey) read("pkcs8-ec.pem", null)).getS());
        } else {
            assertThat(converted).isEqualTo(read("pkcs8-rsa.pem", null));
        }
    }

    private static String messageOf(String name) {
        try {
            read(name, "secret");
        } catch (IOException | GeneralSecurityException e) {
            return e.getMessage();
        }
        return fail(name + " was read");
    }

    private static void openssl(Path folder, String command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder(command.split(" "))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException notThere) {
            throw new TestAbortedException("there is no openssl here", notThere);
        }
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    @Test
    void where_no_password_can_be_given_an_encrypted_key_names_the_command_that_decrypts_it() {
        assertThatThrownBy(() -> PemPrivateKey.read(file("pkcs8-rsa-encrypted.pem")))
                .hasMessage("the private key is encrypted; decrypt it with openssl pkcs8 -topk8 -nocrypt -in old.key"
                        + " -out new.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs8-rsa-encrypted.pem", "pkcs8-rsa-encrypted-sha1.pem"})
    void a_key_that_needs_a_password_says_so(String name) {
        assertThatThrownBy(() -> read(name, null)).hasMessageContaining("set ingest.tls.key-password");
        assertThatThrownBy(() -> read(name, "wrong"))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("key");
    }

    @Test
    void what_is_no_key_says_so() {
        assertThatThrownBy(() -> PemPrivateKey.read(new byte[0])).hasMessage("there is no private key in PEM form");
        for (String type : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            byte[] damaged =
                    ("-----BEGIN " + type + "-----\nMIIBAgID\n-----END " + type + "-----\n").getBytes(US_ASCII);
            assertThatThrownBy(() -> PemPrivateKey.read(damaged, "key", Optional.of("secret")))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }
}
