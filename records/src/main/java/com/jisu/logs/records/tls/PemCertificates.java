package com.jisu.logs.records.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads the certificates of a PEM file. */
final class PemCertificates {

    private PemCertificates() {}

    /**
     * All of a file that was read, in its order; at least one.
     *
     * @param use what the file is for, such as its configuration key
     * @throws IOException if there is none, or one cannot be read; the message names the file and its use
     */
    static X509Certificate[] parse(String use, Path file, byte[] pem) throws IOException {
        try {
            X509Certificate[] certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (certificates.length == 0) {
                throw new CertificateException("there is no certificate in PEM form");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException("cannot use " + file + " (" + use + "): " + e.getMessage(), e);
        }
    }
}
