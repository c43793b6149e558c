package com.jisu.logs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.embedded.NodeKind;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A real Elasticsearch node, and what a benchmark asks of it. Thread-safe. */
final class Node implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The templates by hand, as the README of index-templates says. */
    private static final List<String> COMPONENTS = List.of("jisu-logs-settings", "jisu-logs-mappings");

    private final EmbeddedNode elasticsearch;
    private final HttpClient http = HttpClient.newHttpClient();

    Node(Path directory, int heapMegabytes) {
        this.elasticsearch = EmbeddedNode.start(NodeKind.ELASTICSEARCH, directory, 0, heapMegabytes);
    }

    String url() {
        return elasticsearch.url().toString();
    }

    ProcessUsage usage() {
        return ProcessUsage.of(ProcessHandle.of(elasticsearch.pid()).orElseThrow());
    }

    void installTemplates() throws IOException, InterruptedException {
        for (String name : COMPONENTS) {
            putComponent(name);
        }
        ask("PUT", "/_index_template/jisu-logs", IndexTemplates.read("index-template/jisu-logs.json"));
    }

    void putComponent(String name) throws IOException, InterruptedException {
        ask("PUT", "/_component_template/" + name, IndexTemplates.read("component-templates/" + name + ".json"));
    }

    /** Documents that were indexed so far, whether or not a search finds them yet. */
    long indexed(String index) throws IOException, InterruptedException {
        String path = "/" + index + "/_stats/indexing?ignore_unavailable=true&filter_path=_all.primaries";
        return ask("GET", path, new byte[0])
                .at("/_all/primaries/indexing/index_total")
                .asLong();
    }

    /** Bytes on disk once the index is one segment. */
    long mergedBytes(String index) throws IOException, InterruptedException {
        ask("POST", "/" + index + "/_refresh", new byte[0]);
        ask("POST", "/" + index + "/_forcemerge?max_num_segments=1", new byte[0]);
        ask("POST", "/" + index + "/_flush?force=true&wait_if_ongoing=true", new byte[0]);
        ask("POST", "/" + index + "/_refresh", new byte[0]);
        return ask("GET", "/" + index + "/_stats/store", new byte[0])
                .at("/_all/primaries/store/size_in_bytes")
                .asLong();
    }

    void delete(String index) throws IOException, InterruptedException {
        ask("DELETE", "/" + index, new byte[0]);
    }

    /** Posts a bulk body; every document must be created. */
    void bulk(byte[] body) throws IOException, InterruptedException {
        JsonNode answer = ask("POST", "/_bulk?filter_path=errors,items.*.error", body);
        if (answer.path("errors").asBoolean(true)) {
            throw new IOException(
                    "documents were refused: " + answer.path("items").path(0));
        }
    }

    /** @throws IOException if the answer is an error */
    JsonNode ask(String method, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(elasticsearch.url().resolve(path))
                .header("Content-Type", path.startsWith("/_bulk") ? "application/x-ndjson" : "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": HTTP " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        elasticsearch.close();
    }
}
