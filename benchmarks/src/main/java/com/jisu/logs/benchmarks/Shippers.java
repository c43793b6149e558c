package com.jisu.logs.benchmarks;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several connections with Filebeat's defaults that events go to in turn; ingest spreads connections over partitions. */
final class Shippers implements AutoCloseable {

    /** As many as a benchmark uses that has no reason for another number. */
    static final int USUAL = 4;

    private final List<LumberjackClient> clients = new ArrayList<>();
    private int next;

    private Shippers() {}

    static Shippers connect(int port, int connections) throws IOException {
        return connect(LumberjackClient.Settings.of("localhost", port), connections);
    }

    static Shippers connect(LumberjackClient.Settings settings, int connections) throws IOException {
        Shippers shippers = new Shippers();
        try {
            for (int i = 0; i < connections; i++) {
                shippers.clients.add(LumberjackClient.connect(settings, acknowledged -> {}));
            }
            return shippers;
        } catch (IOException e) {
            shippers.close();
            throw e;
        }
    }

    void send(byte[] event) throws IOException {
        clients.get(next).send(event);
        next = (next + 1) % clients.size();
    }

    void awaitAcknowledged() throws IOException {
        for (LumberjackClient client : clients) {
            client.awaitAcknowledged();
        }
    }

    @Override
    public void close() throws IOException {
        for (LumberjackClient client : clients) {
            client.close();
        }
    }
}
