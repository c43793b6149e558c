package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.embedded.NodeKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** The Elasticsearch node. */
final class ElasticsearchProcess implements Part {

    private final Path directory;
    private final int port;
    private EmbeddedNode node;

    ElasticsearchProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** What Elasticsearch itself sets on every index when its disk is nearly full: nothing can be written. */
    void floodStage() throws Exception {
        blockWrites("true");
    }

    /** There is room again. */
    void liftFloodStage() throws Exception {
        blockWrites("null");
    }

    private void blockWrites(String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/jisu-logs-*/_settings"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"index.blocks.read_only_allow_delete\":" + value + "}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Override
    public String name() {
        return "Elasticsearch";
    }

    @Override
    public long pid() {
        return node.pid();
    }

    @Override
    public void start() {
        node = EmbeddedNode.start(NodeKind.ELASTICSEARCH, directory, port);
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public void stop() {
        node.close();
    }
}
