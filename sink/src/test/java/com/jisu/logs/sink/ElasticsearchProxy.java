package com.jisu.logs.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Stands before the real node and passes everything on, except where a test has it fail. Notes every {@code Warning}
 * header of the node: a deprecated call is a fault of ours.
 */
public final class ElasticsearchProxy implements AutoCloseable {

    /** What happens to a bulk request instead of its passing, or before it. */
    interface Fault {
        /** Whether the request is done with; otherwise it is passed on. */
        boolean strikes(HttpExchange exchange, byte[] body) throws IOException;
    }

    /** What happens to an answer of the node. */
    interface Tamper {
        /** Whether the answer is done with; otherwise it is passed back. */
        boolean strikes(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException;
    }

    /** Answers a request in the node's place. */
    public interface Stand {
        boolean answers(HttpExchange exchange, byte[] body) throws IOException;
    }

    private final URI node;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger bulksPassed = new AtomicInteger();
    private volatile Stand stand = (exchange, body) -> false;
    private volatile Fault fault = (exchange, body) -> false;
    private volatile Tamper tamper = (exchange, response) -> false;

    ElasticsearchProxy(URI node) {
        this(node, Optional.empty());
    }

    /** With TLS before the node, which has none. */
    ElasticsearchProxy(URI node, Optional<SSLContext> tls) {
        this.node = node;
        this.scheme = tls.isPresent() ? "https" : "http";
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls.isPresent()) {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                server = https;
            } else {
                server = HttpServer.create(address, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on, for bulk requests. */
    void fail(Fault newFault) {
        fault = newFault;
    }

    /** From now on, for answers to bulk requests. */
    void tamper(Tamper newTamper) {
        tamper = newTamper;
    }

    /** From now on, for all requests: what only other clusters than the embedded node answer. */
    public void standIn(Stand newStand) {
        stand = newStand;
    }

    void heal() {
        fault = (exchange, body) -> false;
        tamper = (exchange, response) -> false;
    }

    /** The node's {@code Warning} headers so far. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Method and path of all requests, in order of arrival. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Bulk requests that the node answered. */
    public int bulksPassed() {
        return bulksPassed.get();
    }

    /** Answers without the node. */
    public static boolean answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
        return true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        boolean bulk = path.endsWith("/_bulk");
        if (stand.answers(exchange, body) || bulk && fault.strikes(exchange, body)) {
            exchange.close();
            return;
        }
        HttpResponse<byte[]> response;
        try {
            response = client.send(request(exchange, body), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            exchange.close(); // the node is away: so is its proxy
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
            return;
        }
        warnings.addAll(response.headers().allValues("Warning"));
        if (bulk) {
            bulksPassed.incrementAndGet();
            if (tamper.strikes(exchange, response)) {
                exchange.close();
                return;
            }
        }
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
        exchange.close();
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        node.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String name : List.of("Content-Type", "Content-Encoding", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
