package com.jisu.logs.ingest.tls;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.ingest.api.Transport;
import com.jisu.logs.records.tls.PemCertificates;
import com.jisu.logs.records.tls.PemPrivateKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    private final TlsSettings settings;
    private final SslProvider provider;
    private final ScheduledExecutorService watcher;
    private volatile Loaded loaded;
    private List<byte[]> lastRead; // the watching thread's, after the constructor

    private record Loaded(SslContext context, X509Certificate[] chain, Instant expires) {}

    /**
     * Reads the files.
     *
     * @throws IOException if they cannot be used; the message names the file
     */
    public ServerTls(TlsSettings settings, SslProvider provider) throws IOException {
        this.settings = settings;
        this.provider = provider;
        this.lastRead = readFiles(settings);
        this.loaded = say(load(settings, provider, lastRead));
        this.watcher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "jisu-ingest-tls");
            thread.setDaemon(true);
            return thread;
        });
        long interval = settings.reload().toMillis();
        watcher.scheduleWithFixedDelay(this::reloadIfChanged, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * Reads the files as a server would, and forgets them.
     *
     * @throws IOException as the constructor
     */
    public static void check(TlsSettings settings) throws IOException {
        load(settings, Transport.fastest().tls(), readFiles(settings));
    }

    /** For a new connection. */
    public SslContext context() {
        return loaded.context;
    }

    /** When the first certificate of the server's chain expires. */
    public Instant expires() {
        return loaded.expires;
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }

    private void reloadIfChanged() {
        try {
            List<byte[]> read = readFiles(settings);
            if (sameBytes(read, lastRead)) {
                return;
            }
            lastRead = read; // what is wrong with these is said once
            loaded = say(load(settings, provider, read));
        } catch (IOException | RuntimeException e) {
            log.warn("The changed TLS files cannot be used, the former ones stay in use: {}", e.getMessage());
        }
    }

    private static boolean sameBytes(List<byte[]> some, List<byte[]> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Certificate, key and, where there is one, the clients' CA. */
    private static List<byte[]> readFiles(TlsSettings settings) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (Path file : Stream.concat(Stream.of(settings.certificate(), settings.key()), settings.clientCa().stream())
                .toList()) {
            try {
                files.add(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new IOException("cannot read " + file + " (ingest.tls): " + e, e);
            }
        }
        return files;
    }

    private static Loaded load(TlsSettings settings, SslProvider provider, List<byte[]> files) throws IOException {
        X509Certificate[] chain = PemCertificates.parse("ingest.tls.certificate", settings.certificate(), files.get(0));
        PrivateKey key = key(settings, files.get(1));
        checkBelongTogether(settings, key, chain[0]);
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(provider)
                .protocols(settings.protocols())
                .sessionCacheSize(SESSIONS);
        if (settings.clientAuth() != TlsSettings.ClientAuth.NONE) {
            builder.clientAuth(
                            settings.clientAuth() == TlsSettings.ClientAuth.REQUIRED
                                    ? io.netty.handler.ssl.ClientAuth.REQUIRE
                                    : io.netty.handler.ssl.ClientAuth.OPTIONAL)
                    .trustManager(PemCertificates.parse(
                            "ingest.tls.client-ca", settings.clientCa().orElseThrow(), files.get(2)));
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

    private static PrivateKey key(TlsSettings settings, byte[] pem) throws IOException {
        try {
            return PemPrivateKey.read(pem, "ingest.tls.key-password", settings.keyPassword());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + settings.key() + " (ingest.tls.key): " + e.getMessage(), e);
        }
    }

    /** While a pair of files is replaced, one can be new and the other old. */
    private static void checkBelongTogether(TlsSettings settings, PrivateKey key, X509Certificate certificate)
            throws IOException {
        byte[] text = {1};
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            if (!signature.verify(signed)) {
                throw new InvalidKeyException("of another pair");
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the private key " + settings.key() + " (ingest.tls.key) does not belong to the certificate "
                            + settings.certificate() + " (ingest.tls.certificate)",
                    e);
        }
    }
}
