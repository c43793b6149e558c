package com.jisu.logs.app.send;

import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.records.tls.ClientTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Option;

/** Whether {@code send} speaks TLS, whom it trusts and who it is. */
final class TlsOptions {

    @Option(
            names = "--tls",
            description =
                    "Over TLS, with a server whose certificate Java trusts; needless beside --ca or --certificate.")
    private boolean tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Over TLS; PEM certificates that sign the server's, or the server's own.")
    private Path authorities;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Over TLS; the PEM certificate to show to a server that asks for one.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The PEM private key of --certificate.")
    private Path key;

    boolean areUsed() {
        return tls || authorities != null || certificate != null || key != null;
    }

    /**
     * Null without TLS.
     *
     * @throws UsageError if one of certificate and key is missing
     * @throws UserError if a file can not be used
     */
    SSLContext context() {
        if (!areUsed()) {
            return null;
        }
        if ((certificate == null) != (key == null)) {
            throw new UsageError("--certificate and --key go together: one of them is missing");
        }
        try {
            return new ClientTls(
                            Optional.ofNullable(authorities),
                            Optional.ofNullable(certificate).map(shown -> new ClientTls.Identity(shown, key)))
                    .context();
        } catch (IOException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** Why there is no TLS with a server, and what to do. */
    String problem(SSLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof CertPathBuilderException) {
            return "its certificate comes from no authority "
                    + (authorities == null ? "that Java trusts; name its own with --ca" : "in " + authorities);
        }
        if (root instanceof CertificateException) {
            return "its certificate can not be used: " + root.getMessage();
        }
        return failure.getMessage() + "; is it a Beats input with TLS, and "
                + (certificate == null
                        ? "does it ask for a certificate (--certificate, --key)?"
                        : "does it trust " + certificate + "?");
    }

    /** What may be missing where a server closes the connection without a word. */
    String advice() {
        return areUsed()
                ? "it may want a certificate of an authority that it trusts: --certificate and --key"
                : "if it has TLS, name the authority of its certificate with --ca; or name another with --to";
    }
}
