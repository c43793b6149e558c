package com.jisu.logs.sink.elasticsearch;

import com.jisu.logs.records.tls.ClientTls;
import com.jisu.logs.records.tls.WatchedFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.HttpHost;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.http.nio.reactor.IOSession;

/**
 * TLS towards the nodes from the files of the settings, which are read again when they change. Connections that are open keep what they
 * began with. Thread-safe.
 */
final class NodeTls implements SchemeIOSessionStrategy, AutoCloseable {

    /** What a server answers where it wants another certificate, or any; the names are those of RFC 8446. */
    private static final List<String> REFUSALS = List.of(
            "bad_certificate",
            "certificate_required",
            "certificate_unknown",
            "certificate_expired",
            "certificate_revoked",
            "unsupported_certificate",
            "unknown_ca",
            "access_denied");

    /** What some answer instead in TLS 1.2, as OpenJDK's from 25 on; also said where there is no cipher that both have. */
    private static final String FAILURE = "handshake_failure";

    private static final List<String> CLOSINGS = List.of("Connection reset", "Broken pipe");

    private static final String SEE = "see sink.elasticsearch.certificate and sink.elasticsearch.key";

    private final WatchedFiles<SSLIOSessionStrategy> files;

    /**
     * Reads the files.
     *
     * @param interval how often they are looked at
     * @throws IllegalArgumentException if they can not be used, naming the key of the one that can not
     */
    NodeTls(ClientTls client, Duration interval) {
        try {
            files = WatchedFiles.watch(
                    client.files(),
                    contents -> new SSLIOSessionStrategy(client.context(contents)),
                    "jisu-sink-tls",
                    interval);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public boolean isLayeringRequired() {
        return true;
    }

    @Override
    public IOSession upgrade(HttpHost host, IOSession session) throws IOException {
        return files.current().upgrade(host, session);
    }

    @Override
    public void close() {
        files.close();
    }

    /** What to do about a server's alert, of which the text of TLS says little; nothing where it was no such alert. */
    static Optional<String> advice(Exception failure) {
        String said = String.valueOf(failure.getMessage());
        String alert = said.substring(said.lastIndexOf(' ') + 1);
        boolean isAlert = said.contains("Received fatal alert: "); // newer Javas begin with its name
        if (!isAlert || !(failure instanceof SSLException)) {
            return Optional.empty();
        }
        if (!alert.equals(FAILURE) && !REFUSALS.contains(alert)) {
            return Optional.empty();
        }
        String wants = alert.equals(FAILURE) ? "it may want" : "it wants";
        return Optional.of(wants + " a client certificate that it trusts (its alert: " + alert + "); " + SEE);
    }

    /**
     * What became of the first request over TLS. An alert can be lost: a server that closes at once takes it back where there is something that
     * it has not read.
     */
    static Exception ofFirst(Exception failure) {
        String said = String.valueOf(failure.getMessage());
        boolean closed = failure instanceof ConnectionClosedException
                || failure instanceof IOException && CLOSINGS.stream().anyMatch(said::startsWith);
        return closed
                ? new IOException(said + "; it may want a client certificate that it trusts; " + SEE, failure)
                : failure;
    }
}
