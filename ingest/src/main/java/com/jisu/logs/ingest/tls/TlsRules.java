package com.jisu.logs.ingest.tls;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.ingest.lumberjack.ProtocolViolation;
import com.jisu.logs.ingest.metrics.CloseReason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Judges TLS handshakes that are over. Immutable. */
public final class TlsRules {

    private static final int LONGEST_MESSAGE = 200;

    private final ClientNames clientNames;
    private final boolean certificateRequired;

    public TlsRules(Optional<TlsSettings> settings) {
        certificateRequired = settings.map(TlsSettings::clientAuth).orElse(TlsSettings.ClientAuth.NONE)
                == TlsSettings.ClientAuth.REQUIRED;
        clientNames = new ClientNames(settings.map(TlsSettings::clientNames).orElse(List.of()));
    }

    /**
     * Lets a connection go on.
     *
     * @throws ProtocolViolation if it must not
     */
    public void check(SslHandler handler, SslHandshakeCompletionEvent handshake) throws ProtocolViolation {
        if (!handshake.isSuccess()) {
            refuseFailed(handshake.cause());
        } else if (clientNames.areRestricted()) {
            checkName(handler);
        }
    }

    private static void refuseFailed(Throwable cause) throws ProtocolViolation {
        if (cause instanceof ClosedChannelException) {
            throw new ProtocolViolation(CloseReason.TLS_HANDSHAKE, "closed its connection inside the TLS handshake");
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            throw new ProtocolViolation(
                    CloseReason.HANDSHAKE_TIMEOUT, "did not finish the TLS handshake within ingest.handshake-timeout");
        }
        if (cause instanceof NotSslRecordException) {
            throw new ProtocolViolation(
                    CloseReason.PLAINTEXT_ON_TLS_PORT,
                    "did not speak TLS to the TLS Beats port; set ssl in its output.logstash");
        }
        throw new ProtocolViolation(
                CloseReason.TLS_HANDSHAKE, "failed the TLS handshake: " + FailedHandshake.explain(innermost(cause)));
    }

    /** Whether TLS has failed, and not only ended. */
    public static boolean isBroken(Throwable cause) {
        Throwable inner = cause instanceof DecoderException ? cause.getCause() : cause;
        return inner instanceof SSLException && !(inner instanceof SslClosedEngineException);
    }

    /** The message that says most, or its beginning: libraries wrap it, and some put all that was received into it. */
    public static String innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = String.valueOf(inner.getMessage()).lines().findFirst().orElse(inner.toString());
        return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    }

    private void checkName(SslHandler handler) throws ProtocolViolation {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            if (certificateRequired) { // not even a resumed session may come without
                throw new ProtocolViolation(CloseReason.CLIENT_NOT_ALLOWED, "showed no certificate");
            }
            return;
        }
        if (!clientNames.allow(certificate)) {
            throw new ProtocolViolation(
                    CloseReason.CLIENT_NOT_ALLOWED,
                    "showed a certificate of the names " + ClientNames.namesOf(certificate)
                            + ", none of which is in ingest.tls.client-names");
        }
    }
}
