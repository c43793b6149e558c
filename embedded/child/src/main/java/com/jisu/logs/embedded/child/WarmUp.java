package com.jisu.logs.embedded.child;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts a node, has it do what the sink and the tests ask of one, and ends, so that a JVM with {@code
 * -XX:ArchiveClassesAtExit} can keep the classes for faster starts. For the build.
 */
public final class WarmUp {

    private static final String DOCUMENT = """
            {"@timestamp": "2026-11-24T00:00:00.000Z", "message": "a line", "source": {"ip": "192.0.2.1"}}""";

    private WarmUp() {}

    /** @param args the home directory and the node's own, as {@link NodeProcess#run} takes them */
    public static void run(String[] args, ChildNode.Maker maker) throws Exception {
        ChildNode node = NodeProcess.start(maker, Path.of(args[0]), Path.of(args[1]), 0);
        URI url = URI.create("http://127.0.0.1:" + node.httpPort());
        send(url, "PUT", "/_index_template/lines", """
                {"index_patterns": ["lines-*"], "template": {"settings": {"number_of_replicas": 0},
                  "mappings": {"properties": {"source": {"properties": {"ip": {"type": "ip"}}}}}}}""");
        send(url, "POST", "/_bulk", """
                {"create": {"_index": "lines-1", "_id": "1"}}
                %s
                """.formatted(DOCUMENT));
        send(url, "POST", "/lines-*/_refresh", "");
        send(url, "POST", "/lines-*/_search", "{\"query\": {\"term\": {\"source.ip\": \"192.0.2.1\"}}}");
        send(url, "POST", "/lines-*/_count", "{\"query\": {\"match_all\": {}}}");
        send(url, "GET", "/_cluster/health?wait_for_status=yellow", "");
        System.exit(0);
    }

    private static void send(URI url, String method, String path, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) url.resolve(path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new IOException(method + " " + path + ": " + connection.getResponseCode());
        }
        connection.getInputStream().readAllBytes();
    }
}
