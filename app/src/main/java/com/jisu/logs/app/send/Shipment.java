package com.jisu.logs.app.send;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one file's events until each is acknowledged. When the connection breaks it connects again and sends again what
 * was not acknowledged, as Filebeat does; the same event keeps its document id, so the index holds it once.
 *
 * <p>Holds at most the windows under way. {@link #ship} belongs to one thread; the counts may be read by any.
 */
final class Shipment {

    private static final Logger LOG = LoggerFactory.getLogger(Shipment.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final int MAX_CLOSED_QUICKLY = 3;

    private final LumberjackClient.Settings settings;
    private final Duration patience;
    private final ConcurrentLinkedQueue<byte[]> unacknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private int closedQuickly;

    /** @param patience how long to go on without any acknowledgement after the connection broke */
    Shipment(LumberjackClient.Settings settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /** Events read from the file so far. */
    long sent() {
        return sent.get();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /**
     * Sends everything.
     *
     * @throws UnknownHostException if the host's name is unknown
     * @throws ConnectException if nobody listens at the first try
     * @throws SSLException if there is no TLS between the two
     * @throws ProtocolException if what listens there is no Beats input
     * @throws IOException if the file can not be read, or the server stays away for longer than the patience
     */
    void ship(FileEvents events) throws IOException, InterruptedException {
        long failingSince = 0;
        long acknowledgedThen = -1;
        boolean everConnected = false;
        while (true) {
            long connecting = System.nanoTime();
            try (LumberjackClient client = LumberjackClient.connect(settings, this::onAcknowledged)) {
                everConnected = true;
                sendAll(client, events);
                return;
            } catch (ReadFailure e) {
                throw e.getCause();
            } catch (IOException e) {
                if (acknowledged.get() == 0 && e.getCause() instanceof SSLException refusal) {
                    throw refusal; // of TLS 1.3, which lets a client begin before it knows whether it is welcome
                }
                if (acknowledged.get() == 0 && everConnected && isForeign(e, connecting)) {
                    throw new ProtocolException(e.getMessage());
                }
                boolean lasted =
                        System.nanoTime() - connecting > patience.toNanos(); // closed while there was nothing to send
                if (lasted || acknowledged.get() > acknowledgedThen) {
                    acknowledgedThen = acknowledged.get();
                    failingSince = System.nanoTime();
                    if (everConnected) {
                        LOG.warn("{}; trying again from there", e.getMessage()); // once for each interruption
                    }
                }
                if (!everConnected || System.nanoTime() - failingSince > patience.toNanos()) {
                    throw e;
                }
                Thread.sleep(RETRY_PAUSE.toMillis());
            }
        }
    }

    /**
     * Whether what was connected to is no Beats input, as far as can be told: it answered something else, or closed the
     * connection at once again and again. One that is being restarted refuses connections.
     */
    private boolean isForeign(IOException e, long connecting) {
        boolean quickly = System.nanoTime() - connecting < QUICK.toNanos();
        closedQuickly = quickly ? closedQuickly + 1 : 0;
        return e.getCause() instanceof ProtocolException || closedQuickly == MAX_CLOSED_QUICKLY;
    }

    private void sendAll(LumberjackClient client, FileEvents events) throws IOException, ReadFailure {
        for (byte[] again : unacknowledged) {
            client.send(again);
        }
        Optional<byte[]> event;
        try {
            while ((event = read(events)).isPresent()) {
                unacknowledged.add(event.get());
                sent.incrementAndGet();
                client.send(event.get());
            }
        } catch (ReadFailure e) {
            client.awaitAcknowledged(); // what could be read arrives
            throw e;
        }
        client.awaitAcknowledged();
    }

    private void onAcknowledged(int more) {
        for (int i = 0; i < more; i++) {
            unacknowledged.remove();
        }
        acknowledged.addAndGet(more);
    }

    private static Optional<byte[]> read(FileEvents events) throws ReadFailure {
        try {
            return events.next();
        } catch (IOException e) {
            throw new ReadFailure(e);
        }
    }

    /** The file's fault, not the connection's: no use trying again. */
    private static final class ReadFailure extends Exception {

        private static final long serialVersionUID = 1L;

        ReadFailure(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }
}
