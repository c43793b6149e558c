package com.jisu.logs.benchmarks;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Events at a steady rate, ten times a second a window on each of some connections. One of them each time is a {@link Probe}. It
 * goes on as it began, however late acknowledgements are. One thread at a time.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int TICKS = 10;

    /** More windows under way than acknowledgements could be late. */
    private static final int PIPELINING = 64;

    /** Made once, and sent in turns: to make them while it sends would take more than the roles do. */
    private static final int EVENTS = 50_000;

    private final LumberjackClient[] connections;
    private final int port;
    private final byte[][] events;
    private final int rate;
    private long sent;

    /** @param rate events a second, the probes among them; 0 for none */
    SteadyLoad(int port, int rate) throws IOException {
        this.port = port;
        this.rate = rate;
        this.events = new EventGenerator(1, Instant.now().minus(Duration.ofHours(1)))
                .next(rate == 0 ? 0 : EVENTS)
                .toArray(new byte[0][]);
        this.connections = new LumberjackClient[rate == 0 ? 0 : Shippers.USUAL];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = connect();
        }
    }

    private LumberjackClient connect() throws IOException {
        return LumberjackClient.connect(
                LumberjackClient.Settings.of("localhost", port)
                        .withWindows(Integer.MAX_VALUE, PIPELINING), // a window ends where this says so
                acknowledged -> {});
    }

    /** Sends for so long. */
    void send(Duration time) throws IOException {
        long start = System.nanoTime();
        long ticks = time.toMillis() * TICKS / 1_000;
        for (long tick = 0; tick < ticks; tick++) {
            Pace.sleepUntil(start + tick * 1_000_000_000L / TICKS);
            if (rate > 0) {
                sendTick(tick);
            }
        }
        Pace.sleepUntil(start + time.toNanos());
    }

    private void sendTick(long tick) throws IOException {
        for (int i = 0; i < rate / TICKS - 1; i++) {
            connections[i % connections.length].send(events[(int) (sent++ % events.length)]);
        }
        connections[(int) (tick % connections.length)].send(Probe.event(sent++));
        for (LumberjackClient connection : connections) {
            connection.flush();
        }
    }

    /** Sends a single event, on a new connection: ingest closes those that are silent for long. */
    void sendProbe() throws IOException {
        try (LumberjackClient connection = connect()) {
            connection.send(Probe.event(sent++));
            connection.awaitAcknowledged();
        }
    }

    /** How many events it has sent so far. */
    long sent() {
        return sent;
    }

    @Override
    public void close() throws IOException {
        for (LumberjackClient connection : connections) {
            connection.close();
        }
    }
}
