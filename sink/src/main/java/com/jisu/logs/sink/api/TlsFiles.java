package com.jisu.logs.sink.api;

import com.jisu.logs.records.tls.ClientTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What the sink has of TLS: whom it trusts, and who it is to nodes that ask for a certificate. All files are PEM. The text form shows no
 * secret.
 *
 * @param authorities {@code sink.elasticsearch.ca-file}: certificates that sign the servers'; the JDK's own otherwise
 * @param certificate {@code sink.elasticsearch.certificate}: the sink's own, followed by those between it and the root
 * @param key {@code sink.elasticsearch.key}: the private key of that; not without it
 * @param keyPassword {@code sink.elasticsearch.key-password} of an encrypted key
 */
public record TlsFiles(
        Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, Optional<String> keyPassword) {

    /** Nothing but what the JDK trusts. */
    public static final TlsFiles NONE =
            new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String CERTIFICATE = "sink.elasticsearch.certificate";
    private static final String KEY = "sink.elasticsearch.key";

    private static final ClientTls.Names NAMES = new ClientTls.Names(
            "sink.elasticsearch.ca-file", CERTIFICATE, KEY, Optional.of("sink.elasticsearch.key-password"));

    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(CERTIFICATE + " and " + KEY + " go together: "
                    + (key.isEmpty() ? KEY : CERTIFICATE) + " is missing");
        }
    }

    /** What a client has to read; nothing where there is no file. */
    public Optional<ClientTls> client() {
        if (authorities.isEmpty() && certificate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClientTls(
                authorities,
                certificate.map(shown -> new ClientTls.Identity(shown, key.orElseThrow(), keyPassword)),
                NAMES));
    }

    /**
     * TLS as the files are now; nothing where there is none.
     *
     * @throws IllegalArgumentException if one can not be used, naming its key
     */
    public Optional<SSLContext> context() {
        return client().map(files -> {
            try {
                return files.context();
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    @Override
    public String toString() {
        return "TlsFiles[authorities=" + authorities + ", certificate=" + certificate + ", key=" + key + "]";
    }
}
