package com.jisu.logs.records.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a client trusts, and who it is. All files are PEM; messages about them name the file and what it is for.
 *
 * @param authorities the only certificates that the server's may come from, the server's own among them if it signs
 *     itself; without them those that Java trusts
 * @param identity what it shows to a server that asks
 */
public record ClientTls(Optional<Path> authorities, Optional<Identity> identity) {

    private static final char[] IN_MEMORY = new char[0];

    /**
     * A certificate that names the client, followed by those between it and the root, and its private key: PKCS#8, PKCS#1
     * or SEC 1, not encrypted.
     */
    public record Identity(Path certificate, Path key) {

        public Identity {
            Objects.requireNonNull(certificate, "certificate");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Reads the files.
     *
     * @throws IOException if one can not be read or used
     */
    public SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS can not be set up: " + e.getMessage(), e);
        }
    }

    /** Null for those that Java trusts. */
    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore trusted = emptyStore();
        for (X509Certificate certificate : certificates("the certificate authority", authorities.get())) {
            trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    /** Null for a client without a name. */
    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (identity.isEmpty()) {
            return null;
        }
        KeyStore own = emptyStore();
        own.setKeyEntry(
                "client",
                key(identity.get().key()),
                IN_MEMORY,
                certificates("the client certificate", identity.get().certificate()));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static X509Certificate[] certificates(String use, Path file) throws IOException {
        return PemCertificates.parse(use, file, read(use, file));
    }

    private static PrivateKey key(Path file) throws IOException {
        try {
            return PemPrivateKey.read(read("the client's private key", file));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + file + " (the client's private key): " + e.getMessage(), e);
        }
    }

    private static byte[] read(String use, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + " (" + use + ")", e);
        }
    }
}
