package com.jisu.logs.records.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
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
 * @param names what messages call these
 */
public record ClientTls(Optional<Path> authorities, Optional<Identity> identity, Names names) {

    private static final char[] IN_MEMORY = new char[0];

    /**
     * A certificate that names the client, followed by those between it and the root, and its private key: PKCS#8, PKCS#1
     * or SEC 1.
     *
     * @param keyPassword of an encrypted key
     */
    public record Identity(Path certificate, Path key, Optional<String> keyPassword) {

        public Identity {
            Objects.requireNonNull(certificate, "certificate");
            Objects.requireNonNull(key, "key");
        }

        /** With a key that is not encrypted. */
        public Identity(Path certificate, Path key) {
            this(certificate, key, Optional.empty());
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Identity[certificate=" + certificate + ", key=" + key + "]";
        }
    }

    /**
     * What the files are for, such as the configuration keys that name them.
     *
     * @param keyPassword the configuration key of the password; nothing where none can be given
     */
    public record Names(String authorities, String certificate, String key, Optional<String> keyPassword) {

        static final Names PLAIN = new Names(
                "the certificate authority", "the client certificate", "the client's private key", Optional.empty());
    }

    /** A client whose key, if it has one, is not encrypted. */
    public ClientTls(Optional<Path> authorities, Optional<Identity> identity) {
        this(authorities, identity, Names.PLAIN);
    }

    /**
     * Reads the files.
     *
     * @throws IOException if one can not be read or used
     */
    public SSLContext context() throws IOException {
        return context(WatchedFiles.read(files()));
    }

    /** The files that there are: the authorities, the certificate, the key. */
    public List<PemFile> files() {
        List<PemFile> files = new ArrayList<>();
        authorities.ifPresent(path -> files.add(new PemFile(names.authorities(), path)));
        identity.ifPresent(own -> {
            files.add(new PemFile(names.certificate(), own.certificate()));
            files.add(new PemFile(names.key(), own.key()));
        });
        return files;
    }

    /**
     * Of files that were read.
     *
     * @param contents of {@link #files}, in that order
     * @throws IOException if one can not be used
     */
    public SSLContext context(List<byte[]> contents) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(contents), trust(contents), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS can not be set up: " + e.getMessage(), e);
        }
    }

    /** Null for those that Java trusts. */
    private TrustManager[] trust(List<byte[]> contents) throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore trusted = emptyStore();
        for (X509Certificate certificate : files().get(0).certificates(contents.get(0))) {
            trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    /** Null for a client without a name. */
    private KeyManager[] keys(List<byte[]> contents) throws IOException, GeneralSecurityException {
        if (identity.isEmpty()) {
            return null;
        }
        int first = contents.size() - 2;
        PemFile certificate = files().get(first);
        PemFile key = files().get(first + 1);
        X509Certificate[] chain = certificate.certificates(contents.get(first));
        PrivateKey secret = key.privateKey(
                contents.get(first + 1), names.keyPassword(), identity.get().keyPassword());
        key.requirePair(secret, certificate, chain[0]);
        KeyStore own = emptyStore();
        try {
            own.setKeyEntry("client", secret, IN_MEMORY, chain);
        } catch (KeyStoreException e) {
            throw new IOException(
                    "cannot use " + certificate
                            + ": behind the client's own there must be the certificate that signs it, and so on",
                    e);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
