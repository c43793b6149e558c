package com.jisu.logs.app.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.UserError;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The admin port: {@code /metrics} for Prometheus, {@code /health/live} and {@code /health/ready} for probes.
 *
 * <p>Requests are answered by two threads of its own, never by one that carries events.
 */
public final class AdminServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusMeterRegistry metrics;
    private final List<Health> roles;

    private AdminServer(
            HttpServer server, ExecutorService threads, PrometheusMeterRegistry metrics, List<Health> roles) {
        this.server = server;
        this.threads = threads;
        this.metrics = metrics;
        this.roles = roles;
    }

    /**
     * Starts listening.
     *
     * @param port 0 for any free one
     * @throws UserError if the address can not be bound
     */
    public static AdminServer start(String host, int port, PrometheusMeterRegistry metrics, List<Health> roles) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UserError("the admin port " + host + ":" + port + " can not be opened: " + e.getMessage(), e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "admin");
            thread.setDaemon(true);
            return thread;
        });
        AdminServer admin = new AdminServer(server, threads, metrics, roles);
        server.setExecutor(threads);
        server.createContext("/", admin::answer);
        server.start();
        return admin;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> send(exchange, 200, "text/plain", "jisu-logs: /metrics /health/live /health/ready\n");
                case "/metrics" -> send(exchange, 200, "text/plain; version=0.0.4", metrics.scrape());
                case "/health/live" -> send(exchange, 200, "application/json", "{\"status\":\"up\"}\n");
                case "/health/ready" -> ready(exchange);
                default -> send(exchange, 404, "text/plain", "not here; try / for what is\n");
            }
        }
    }

    private void ready(HttpExchange exchange) throws IOException {
        boolean allReady = true;
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode states = answer.putObject("roles");
        for (Health role : roles) {
            allReady &= role.ready().getAsBoolean();
            states.put(role.role(), role.state().get());
        }
        answer.put("status", allReady ? "ready" : "not ready");
        send(exchange, allReady ? 200 : 503, "application/json", JSON.writeValueAsString(answer) + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
