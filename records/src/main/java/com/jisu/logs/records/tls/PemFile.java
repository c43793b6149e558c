package com.jisu.logs.records.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A PEM file and what it is for. Messages about it name both.
 *
 * @param use such as the configuration key that names the file
 */
public record PemFile(String use, Path path) {

    /**
     * All of it.
     *
     * @throws IOException if it can not be read
     */
    public byte[] read() throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IOException("cannot read " + this, e);
        }
    }

    /**
     * All certificates, in their order; at least one.
     *
     * @param content of the file
     * @throws IOException if there is none, or one cannot be read
     */
    public X509Certificate[] certificates(byte[] content) throws IOException {
        return PemCertificates.parse(use, path, content);
    }

    /**
     * The private key, which may be encrypted.
     *
     * @param content of the file
     * @param passwordKey the configuration key of the password, for messages; nothing where there can be no password
     * @throws IOException if it can not be read
     */
    public PrivateKey privateKey(byte[] content, Optional<String> passwordKey, Optional<String> password)
            throws IOException {
        try {
            return passwordKey.isPresent()
                    ? PemPrivateKey.read(content, passwordKey.get(), password)
                    : PemPrivateKey.read(content);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + this + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure that this file's private key is that of a certificate: while a pair of files is replaced, one can be new and the other old.
     *
     * @param file that has the certificate
     * @throws IOException if it is not
     */
    public void requirePair(PrivateKey key, PemFile file, X509Certificate certificate) throws IOException {
        if (!PemPrivateKey.belongsTo(key, certificate)) {
            throw new IOException("the private key " + this + " does not belong to the certificate " + file);
        }
    }

    @Override
    public String toString() {
        return path + " (" + use + ")";
    }
}
