package com.jisu.logs.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks like an Elasticsearch that takes every bulk request at once and keeps nothing; while its gate is closed it is
 * unavailable (503). Each connection has a thread.
 */
final class GatedEndpoint implements AutoCloseable {

    private static final byte[] TAKEN = "{\"errors\":false,\"items\":[]}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = "{\"version\":{\"number\":\"8.19.0\"}}".getBytes(StandardCharsets.US_ASCII);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong documents = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final HttpServer server;
    private volatile boolean open;

    GatedEndpoint() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer may wait 40 ms
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void open(boolean isOpen) {
        open = isOpen;
    }

    long documents() {
        return documents.get();
    }

    long bytes() {
        return bytes.get();
    }

    long requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/_bulk")) {
                bulk(exchange);
            } else if (path.equals("/")) {
                answer(exchange, 200, VERSION);
            } else {
                // Nothing is installed yet, and everything can be.
                exchange.getRequestBody().readAllBytes();
                answer(exchange, exchange.getRequestMethod().equals("GET") ? 404 : 200, new byte[] {'{', '}'});
            }
        }
    }

    private void bulk(HttpExchange exchange) throws IOException {
        boolean taken = open;
        long lines = 0;
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        InputStream in = exchange.getRequestBody();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            size += read;
            for (int i = 0; i < read; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
        if (taken) {
            bytes.addAndGet(size);
            requests.incrementAndGet();
            documents.addAndGet(lines / 2);
        }
        answer(exchange, taken ? 200 : 503, taken ? TAKEN : new byte[] {'{', '}'});
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
