package com.jisu.logs.ingest.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS on the Beats port, {@code ingest.tls.*}. All files are PEM and are read again when they change.
 *
 * @param certificate the server's certificate, followed by those between it and the root, {@code certificate}
 * @param key its private key: PKCS#8, or PKCS#1 (RSA) or SEC 1 (EC); encrypted or not, {@code key}
 * @param keyPassword of an encrypted key, {@code key-password}
 * @param clientAuth whether clients have to show a certificate, {@code client-auth}
 * @param clientCa the roots that clients' certificates must come from, {@code client-ca}; needed unless {@code
 *     clientAuth} is {@code NONE}
 * @param clientNames patterns of which a client certificate must match one, by its common name or an alternative name
 *     (DNS, URI, e-mail, IP); {@code *} is anything but dots and slashes. Empty: any certificate of the roots will do,
 *     {@code client-names}
 * @param protocols {@code TLSv1.2}, {@code TLSv1.3} or both, {@code protocols}
 * @param reload how often the files are looked at, {@code reload}
 */
public record TlsSettings(
        Path certificate,
        Path key,
        Optional<String> keyPassword,
        ClientAuth clientAuth,
        Optional<Path> clientCa,
        List<String> clientNames,
        List<String> protocols,
        Duration reload) {

    private static final List<String> KNOWN_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** What a configuration says under {@code ingest.tls}, by the names of the keys. */
    public interface Keys {
        Optional<Path> certificate();

        Optional<Path> key();

        Optional<String> keyPassword();

        ClientAuth clientAuth();

        Optional<Path> clientCa();

        Optional<List<String>> clientNames();

        List<String> protocols();

        Duration reload();
    }

    /** Whether clients show a certificate. */
    public enum ClientAuth {
        /** They are not asked. */
        NONE,
        /** They are asked; a certificate that they show must be good. */
        OPTIONAL,
        /** No certificate, no connection. */
        REQUIRED
    }

    public TlsSettings {
        if (certificate == null) {
            throw new IllegalArgumentException("ingest.tls.certificate must name a PEM file");
        }
        if (key == null) {
            throw new IllegalArgumentException("ingest.tls.key must name a PEM file");
        }
        Objects.requireNonNull(keyPassword, "keyPassword");
        Objects.requireNonNull(clientAuth, "clientAuth");
        clientNames = List.copyOf(clientNames);
        protocols = List.copyOf(protocols);
        if (clientAuth != ClientAuth.NONE && clientCa.isEmpty()) {
            throw new IllegalArgumentException(
                    "ingest.tls.client-ca must name a PEM file where ingest.tls.client-auth asks for certificates");
        }
        if (clientAuth == ClientAuth.NONE && !clientNames.isEmpty()) {
            throw new IllegalArgumentException(
                    "ingest.tls.client-names has no effect while ingest.tls.client-auth is none; set it to required");
        }
        if (protocols.isEmpty() || !KNOWN_PROTOCOLS.containsAll(protocols)) {
            throw new IllegalArgumentException(
                    "ingest.tls.protocols must be of " + KNOWN_PROTOCOLS + ", not " + protocols);
        }
        if (reload.isNegative() || reload.isZero()) {
            throw new IllegalArgumentException("ingest.tls.reload must be longer than 0, not " + reload);
        }
    }

    /**
     * The settings of a configuration, which has TLS where it names a certificate or a key.
     *
     * @throws IllegalArgumentException if it has, and they can not be used
     */
    public static Optional<TlsSettings> of(Keys keys) {
        if (keys.certificate().isEmpty() && keys.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(
                keys.certificate().orElse(null),
                keys.key().orElse(null),
                keys.keyPassword(),
                keys.clientAuth(),
                keys.clientCa(),
                keys.clientNames().orElse(List.of()),
                keys.protocols(),
                keys.reload()));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TlsSettings[certificate=" + certificate + ", key=" + key + ", clientAuth=" + clientAuth + ", clientCa="
                + clientCa + ", clientNames=" + clientNames + ", protocols=" + protocols + ", reload=" + reload + "]";
    }
}
