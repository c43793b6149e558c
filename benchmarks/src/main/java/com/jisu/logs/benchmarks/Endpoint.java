package com.jisu.logs.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;

/** A {@link BulkEndpoint} in a process of its own, and what it has received. */
final class Endpoint implements Destination, AutoCloseable {

    private final MeasuredProcess process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Endpoint(MeasuredProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param port 0 for a free one */
    static Endpoint start(int port) throws IOException {
        MeasuredProcess process =
                MeasuredProcess.java("endpoint", "512m", BulkEndpoint.class, List.of(Integer.toString(port)));
        return new Endpoint(process, "http://127.0.0.1:" + process.awaitLine(Pattern.compile("^endpoint (\\d+)")));
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public long documents() throws IOException, InterruptedException {
        return Long.parseLong(get("/_received").split(" ")[0]);
    }

    /** The documents kept since the last call, one in {@value BulkEndpoint#SAMPLED}. */
    List<String> samples() throws IOException, InterruptedException {
        return get("/_samples").lines().toList();
    }

    /** The milliseconds that each {@link Probe} took which has arrived since the last call. */
    List<Long> delays() throws IOException, InterruptedException {
        return get("/_delays").lines().map(Long::valueOf).toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
