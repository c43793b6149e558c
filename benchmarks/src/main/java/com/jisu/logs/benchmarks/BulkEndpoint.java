package com.jisu.logs.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * An Elasticsearch that takes every document at once and keeps none: what is measured before it is not slowed down by an
 * index. It counts the documents and keeps one in {@value #SAMPLED}, so that a tool's work can be looked at.
 *
 * <p>A process of its own; prints {@code endpoint PORT} and ends with its stdin. Each connection has a thread.
 */
final class BulkEndpoint {

    /** Every so many documents one is kept until it is asked for. */
    static final int SAMPLED = 1_000;

    private static final byte[] ROOT =
            ("{\"name\":\"endpoint\",\"cluster_name\":\"endpoint\",\"cluster_uuid\":\"endpoint\","
                            + "\"version\":{\"number\":\"8.19.0\",\"build_flavor\":\"default\"},\"tagline\":\"You Know, for Search\"}")
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] LICENSE =
            "{\"license\":{\"status\":\"active\",\"type\":\"basic\"}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ACKNOWLEDGED = "{\"acknowledged\":true}".getBytes(StandardCharsets.UTF_8);

    private final AtomicLong documents = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentLinkedQueue<byte[]> samples = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();

    private BulkEndpoint() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer may wait 40 ms
        BulkEndpoint endpoint = new BulkEndpoint();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", endpoint::handle);
        server.start();
        System.out.println("endpoint " + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // wait for the end of the benchmark, which closes our stdin
        }
        System.exit(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/_bulk")) {
                bulk(exchange);
            } else if (path.equals("/_received")) {
                answer(exchange, 200, (documents + " " + bytes).getBytes(StandardCharsets.US_ASCII));
            } else if (path.equals("/_samples")) {
                StringBuilder lines = new StringBuilder();
                for (byte[] sample; (sample = samples.poll()) != null; ) {
                    lines.append(new String(sample, StandardCharsets.UTF_8)).append('\n');
                }
                answer(exchange, 200, lines.toString().getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/_delays")) {
                StringBuilder lines = new StringBuilder();
                for (Long delay; (delay = delays.poll()) != null; ) {
                    lines.append(delay).append('\n');
                }
                answer(exchange, 200, lines.toString().getBytes(StandardCharsets.US_ASCII));
            } else {
                setUp(exchange, path);
            }
        }
    }

    /** Whatever a sink asks before it sends: there is a new and empty cluster. */
    private static void setUp(HttpExchange exchange, String path) throws IOException {
        exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestMethod()) {
            case "PUT", "POST" -> answer(exchange, 200, ACKNOWLEDGED);
            default -> {
                if (path.equals("/")) {
                    answer(exchange, 200, ROOT);
                } else if (path.equals("/_license")) {
                    answer(exchange, 200, LICENSE);
                } else {
                    boolean missing = path.contains("template") || path.contains("_ilm") || path.contains("_alias");
                    answer(exchange, missing ? 404 : 200, EMPTY);
                }
            }
        }
    }

    private void bulk(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if ("gzip".equals(encoding)) {
            try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = plain.readAllBytes();
            }
        }
        int count = count(body);
        bytes.addAndGet(body.length);
        Probe.delays(body, delays::add);
        String query = exchange.getRequestURI().getQuery();
        answer(exchange, 200, created(count, operation(body), query != null && query.contains("filter_path")));
    }

    /** Counts the documents: every second line that is not empty; the others are the actions. */
    private int count(byte[] body) {
        int count = 0;
        boolean action = true;
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                if (i > start) {
                    if (!action) {
                        count++;
                        if (documents.incrementAndGet() % SAMPLED == 1) {
                            samples.add(Arrays.copyOfRange(body, start, i));
                        }
                    }
                    action = !action;
                }
                start = i + 1;
            }
        }
        return count;
    }

    private static String operation(byte[] body) {
        return new String(body, 0, Math.min(20, body.length), StandardCharsets.US_ASCII).contains("create")
                ? "create"
                : "index";
    }

    /** What Elasticsearch 8 answers, per document; short where the sender asked with a filter, as it does. */
    private static byte[] created(int count, String operation, boolean filtered) {
        String item = "{\"" + operation + "\":{"
                + (filtered
                        ? ""
                        : "\"_index\":\"jisu-logs-2026.11.24\",\"_id\":\"gq8yQpMBq0y5T3pBrZ1d\",\"_version\":1,"
                                + "\"result\":\"created\",\"_shards\":{\"total\":2,\"successful\":1,\"failed\":0},"
                                + "\"_seq_no\":1000000,\"_primary_term\":1,")
                + "\"status\":201}}";
        StringBuilder answer = new StringBuilder(40 + count * (item.length() + 1));
        answer.append(filtered ? "{\"errors\":false,\"items\":[" : "{\"took\":1,\"errors\":false,\"items\":[");
        for (int i = 0; i < count; i++) {
            answer.append(i == 0 ? "" : ",").append(item);
        }
        return answer.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
