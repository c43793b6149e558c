package com.jisu.logs.benchmarks;

import com.jisu.logs.embedded.EmbeddedNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documents in an Elasticsearch's daily indices. */
final class IndexedDocuments implements Destination {

    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

    private final EmbeddedNode elasticsearch;
    private final HttpClient http = HttpClient.newHttpClient();

    IndexedDocuments(EmbeddedNode elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    @Override
    public String url() {
        return elasticsearch.url().toString();
    }

    @Override
    public long documents() throws IOException, InterruptedException {
        post("/jisu-logs-*/_refresh");
        String answer = post("/jisu-logs-*/_count");
        Matcher matcher = COUNT.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("Elasticsearch did not answer with a count: " + answer);
        }
        return Long.parseLong(matcher.group(1));
    }

    private String post(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(elasticsearch.url() + path))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
