package com.jisu.logs.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the saved objects import as Kibana's API reference describes it, {@code POST /api/saved_objects/_import}, and the
 * status before it; or both as OpenSearch Dashboards does, which came from Kibana 7.10 (by its source).
 */
final class FakeKibana implements AutoCloseable {

    private static final Set<String> KIBANAS = Set.of("index-pattern", "search", "lens", "map", "dashboard");
    private static final Set<String> DASHBOARDS = Set.of("index-pattern", "search", "visualization", "dashboard");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, JsonNode> objects = new ConcurrentHashMap<>();
    private final boolean dashboards;

    private FakeKibana(boolean dashboards) throws IOException {
        this.dashboards = dashboards;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/kibana/api/saved_objects/_import", this::importObject);
        server.createContext("/kibana/api/status", this::tellStatus);
        server.start();
    }

    static FakeKibana kibana() throws IOException {
        return new FakeKibana(false);
    }

    static FakeKibana dashboards() throws IOException {
        return new FakeKibana(true);
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/kibana";
    }

    /** Types and ids of what was imported, as {@code search/jisu-logs-errors}. */
    Set<String> objects() {
        return objects.keySet();
    }

    private void tellStatus(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!dashboards) {
                exchange.getResponseHeaders().add("kbn-name", "kibana");
            }
            answer(exchange, 200, dashboards ? """
                            {"name":"osd","version":{"number":"2.19.6"},"status":{"overall":{"state":"green"},\
                            "statuses":[{"id":"core:opensearch@2.19.6","state":"green"}]}}""" : """
                            {"name":"kibana","version":{"number":"8.19.24"},"status":{"overall":{"level":"available"}}}""");
        }
    }

    private void importObject(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!exchange.getRequestMethod().equals("POST")
                    || exchange.getRequestHeaders().getFirst(dashboards ? "osd-xsrf" : "kbn-xsrf") == null
                    || !body.contains("filename=\"jisu-logs.ndjson\"")) {
                answer(exchange, 400, "{\"statusCode\":400,\"error\":\"Bad Request\"}");
                return;
            }
            JsonNode object = JSON.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
            answer(exchange, 200, imported(object, exchange.getRequestURI().getQuery()));
        }
    }

    private String imported(JsonNode object, String query) {
        String id = object.path("id").asText();
        String type = object.path("type").asText();
        if (!(dashboards ? DASHBOARDS : KIBANAS).contains(type)) {
            return """
                    {"success":false,"successCount":0,"errors":[{"id":"%s","type":"%s","error":{"type":"unsupported_type"}}]}""".formatted(id, type);
        }
        for (JsonNode reference : object.path("references")) {
            if (!objects.containsKey(name(reference))) {
                return """
                        {"success":false,"successCount":0,"errors":[{"id":"%s","type":"%s","error":{"type":"missing_references"}}]}""".formatted(id, type);
            }
        }
        boolean there = objects.containsKey(name(object));
        if (there && !query.equals("overwrite=true")) {
            return """
                    {"success":false,"successCount":0,"errors":[{"id":"%s","type":"%s","error":{"type":"conflict"}}]}""".formatted(id, type);
        }
        objects.put(name(object), object);
        return """
                {"success":true,"successCount":1,"successResults":[{"id":"%s","type":"%s"%s}]}""".formatted(id, type, there ? ",\"overwrite\":true" : "");
    }

    private static String name(JsonNode object) {
        return object.path("type").asText() + "/" + object.path("id").asText();
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
