package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A viewer without a browser: reads a stream of server-sent events on a thread of its own and keeps them all. */
final class ServerSentEvents implements AutoCloseable {

    /** @param data parsed */
    record Event(String name, JsonNode data) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    private ServerSentEvents(InputStream body) {
        this.body = body;
    }

    static ServerSentEvents open(HttpClient http, URI uri) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException(
                    response.statusCode() + " " + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        ServerSentEvents opened = new ServerSentEvents(response.body());
        Thread reader = new Thread(opened::read, "viewer");
        reader.setDaemon(true);
        reader.start();
        return opened;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, JSON.readTree(line.substring(6))));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // closed
        }
    }

    List<JsonNode> all(String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .map(Event::data)
                .toList();
    }

    /** Waits for an event of this name that is as wanted. */
    JsonNode await(String name, Predicate<JsonNode> wanted) {
        return Awaitility.await(name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> all(name).stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until the tail reads: its first counts come after it has found the topic's end. */
    void awaitReading() {
        await("counts", counts -> true);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
