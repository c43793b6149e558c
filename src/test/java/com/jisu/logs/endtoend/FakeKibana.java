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

/** Answers the saved objects import as Kibana's API reference describes it: {@code POST /api/saved_objects/_import}. */
final class FakeKibana implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, JsonNode> objects = new ConcurrentHashMap<>();

    FakeKibana() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/kibana/api/saved_objects/_import", this::importObject);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/kibana";
    }

    /** Ids of what was imported. */
    Set<String> ids() {
        return objects.keySet();
    }

    private void importObject(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!exchange.getRequestMethod().equals("POST")
                    || exchange.getRequestHeaders().getFirst("kbn-xsrf") == null
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
        for (JsonNode reference : object.path("references")) {
            if (!objects.containsKey(reference.path("id").asText())) {
                return """
                        {"success":false,"successCount":0,"errors":[{"id":"%s","type":"%s","error":{"type":"missing_references"}}]}""".formatted(id, type);
            }
        }
        boolean there = objects.containsKey(id);
        if (there && !query.equals("overwrite=true")) {
            return """
                    {"success":false,"successCount":0,"errors":[{"id":"%s","type":"%s","error":{"type":"conflict"}}]}""".formatted(id, type);
        }
        objects.put(id, object);
        return """
                {"success":true,"successCount":1,"successResults":[{"id":"%s","type":"%s"%s}]}""".formatted(id, type, there ? ",\"overwrite\":true" : "");
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
