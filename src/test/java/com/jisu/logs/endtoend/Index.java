package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Asks Elasticsearch as a user with curl would. */
public final class Index {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    public Index(String url) {
        this.url = url;
    }

    /** How many documents match; 0 while there is no index, -1 while one is being made. */
    public long count(String query) throws Exception {
        try {
            post("/jisu-logs-*/_refresh?ignore_unavailable=true", "");
            return post("/jisu-logs-*/_count?ignore_unavailable=true", query)
                    .path("count")
                    .asLong();
        } catch (ShardsNotStarted e) {
            return -1;
        }
    }

    /** Elasticsearch answered 503: an index exists, but its shard is only just being started. */
    private static final class ShardsNotStarted extends IOException {

        private static final long serialVersionUID = 1L;
    }

    public long count() throws Exception {
        return count("{\"query\":{\"match_all\":{}}}");
    }

    /** The sources of the first thousand that match. */
    List<JsonNode> search(String query) throws Exception {
        JsonNode answer = post("/jisu-logs-*/_search?size=1000", query);
        List<JsonNode> sources = new ArrayList<>();
        answer.at("/hits/hits").forEach(hit -> sources.add(hit.path("_source")));
        return sources;
    }

    /** Documents of these indices, of any names, with their ids; none while one is being made. */
    List<JsonNode> hits(String indices) throws Exception {
        List<JsonNode> hits = new ArrayList<>();
        try {
            post("/" + indices + "/_refresh?ignore_unavailable=true", "");
            post("/" + indices + "/_search?size=1000&ignore_unavailable=true", "{\"query\":{\"match_all\":{}}}")
                    .at("/hits/hits")
                    .forEach(hits::add);
        } catch (ShardsNotStarted e) {
            return List.of();
        }
        return hits;
    }

    /** How many documents an index holds. */
    long countIn(String index) throws Exception {
        post("/" + index + "/_refresh", "");
        return post("/" + index + "/_count", "{\"query\":{\"match_all\":{}}}")
                .path("count")
                .asLong();
    }

    /** How many different values a field has, exactly. */
    long cardinality(String field) throws Exception {
        Set<String> values = new HashSet<>();
        forEachDocument(field, values::add);
        return values.size();
    }

    /** Goes through all documents, and gives the value that each has in a field; documents without it are passed over. */
    public void forEachDocument(String field, Consumer<String> consumer) throws Exception {
        JsonNode page = post("/jisu-logs-*/_search?scroll=1m&size=10000", """
                {"sort":["_doc"],"stored_fields":"_none_","docvalue_fields":["%s"]}""".formatted(field));
        while (!page.at("/hits/hits").isEmpty()) {
            for (JsonNode document : page.at("/hits/hits")) {
                for (JsonNode value : document.path("fields").path(field)) {
                    consumer.accept(value.asText());
                }
            }
            page = post(
                    "/_search/scroll",
                    "{\"scroll\":\"1m\",\"scroll_id\":\""
                            + page.path("_scroll_id").asText() + "\"}");
        }
    }

    /** What a GET answers, whatever its status. */
    static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    /** Answers of a bulk request, one for each document: {@code status}, and {@code error} where it was refused. */
    List<JsonNode> bulk(String body) throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        post("/_bulk", body).path("items").forEach(item -> answers.add(item.path("create")));
        return answers;
    }

    /**
     * What would become of documents, each alone in an index that is made for it with our template: without {@code error}
     * where it would be accepted.
     */
    List<JsonNode> simulate(String index, List<String> documents) throws Exception {
        StringBuilder body = new StringBuilder();
        for (String document : documents) {
            body.append(body.isEmpty() ? "{\"docs\":[" : ",");
            body.append("{\"_index\":\"")
                    .append(index)
                    .append("\",\"_id\":\"1\",\"_source\":")
                    .append(document)
                    .append('}');
        }
        List<JsonNode> answers = new ArrayList<>();
        post("/_ingest/_simulate", body.append("]}").toString())
                .path("docs")
                .forEach(answer -> answers.add(answer.path("doc")));
        return answers;
    }

    void delete(List<String> indices) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/" + String.join(",", indices)))
                .DELETE()
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertThat(response.headers().allValues("Warning"))
                .as("deprecation warnings of %s", path)
                .isEmpty();
        if (response.statusCode() == 503) {
            throw new ShardsNotStarted();
        }
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
