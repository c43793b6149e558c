package com.jisu.logs.ingest.tls;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.ingest.api.Transport;
import com.jisu.logs.records.tls.PemFile;
import com.jisu.logs.records.tls.WatchedFiles;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and what it asks of clients, read again when a file changes. Connections that are open keep
 * what they began with. Files that cannot be used, such as a new certificate whose key is not there yet, leave what was
 * used before in place.
 *
 * <p>Thread-safe. The files are looked at by a thread of its own.
 */
public final class ServerTls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration EXPIRES_SOON = Duration.ofDays(14);

    /** Kept for clients that come again; those of TLS 1.3 bring theirs themselves. The library's default is 20,480. */
    private static final int SESSIONS = 256;

    private final WatchedFiles<Loaded> files;

    private record Loaded(SslContext context, X509Certificate[] chain, Instant expires) {}

    /**
     * Reads the files.
     *
     * @throws IOException if they cannot be used; the message names the file
     */
    public ServerTls(TlsSettings settings, SslProvider provider) throws IOException {
        files = WatchedFiles.watch(
                filesOf(settings),
                contents -> say(load(settings, provider, contents)),
                "jisu-ingest-tls",
                settings.reload());
    }

    /**
     * Reads the files as a server would, and forgets them.
     *
     * @throws IOException as the constructor
     */
    public static void check(TlsSettings settings) throws IOException {
        load(settings, Transport.fastest().tls(), WatchedFiles.read(filesOf(settings)));
    }

    /** For a new connection. */
    public SslContext context() {
        return files.current().context;
    }

    /** When the first certificate of the server's chain expires. */
    public Instant expires() {
        return files.current().expires;
    }

    @Override
    public void close() {
        files.close();
    }

    /** Certificate, key and, where there is one, the clients' CA. */
    private static List<PemFile> filesOf(TlsSettings settings) {
        List<PemFile> files = new ArrayList<>(List.of(
                new PemFile("ingest.tls.certificate", settings.certificate()),
                new PemFile("ingest.tls.key", settings.key())));
        settings.clientCa().ifPresent(path -> files.add(new PemFile("ingest.tls.client-ca", path)));
        return files;
    }

    private static Loaded load(TlsSettings settings, SslProvider provider, List<byte[]> contents) throws IOException {
        List<PemFile> files = filesOf(settings);
        X509Certificate[] chain = files.get(0).certificates(contents.get(0));
        PrivateKey key = files.get(1)
                .privateKey(contents.get(1), Optional.of("ingest.tls.key-password"), settings.keyPassword());
        files.get(1).requirePair(key, files.get(0), chain[0]);
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(provider)
                .protocols(settings.protocols())
                .sessionCacheSize(SESSIONS);
        if (settings.clientAuth() != TlsSettings.ClientAuth.NONE) {
            builder.clientAuth(
                            settings.clientAuth() == TlsSettings.ClientAuth.REQUIRED
                                    ? io.netty.handler.ssl.ClientAuth.REQUIRE
                                    : io.netty.handler.ssl.ClientAuth.OPTIONAL)
                    .trustManager(files.get(2).certificates(contents.get(2)));
        }
        return new Loaded(builder.build(), chain, expires(chain));
    }

    private static Instant expires(X509Certificate[] chain) {
        return Arrays.stream(chain)
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** A certificate whose time is over, or is yet to come, is used all the same: no shipper is worse off. */
    private static Loaded say(Loaded loaded) {
        Instant now = Instant.now();
        String names = String.join(", ", ClientNames.namesOf(loaded.chain[0]));
        Instant begins = Arrays.stream(loaded.chain)
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
        if (loaded.expires.isBefore(now)) {
            log.warn("The Beats input's certificate ({}) expired on {}; shippers refuse it", names, loaded.expires);
        } else if (begins.isAfter(now)) {
            log.warn("The Beats input's certificate ({}) is not valid before {}; shippers refuse it", names, begins);
        } else if (loaded.expires.isBefore(now.plus(EXPIRES_SOON))) {
            log.warn("The Beats input's certificate ({}) expires on {}", names, loaded.expires);
        } else {
            log.info("The Beats input's certificate ({}) is good until {}", names, loaded.expires);
        }
        return loaded;
    }
}
