package com.jisu.logs.app.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.api.SinkSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data view, searches and dashboard of {@code index-templates/kibana}, brought into Kibana by its saved objects import.
 *
 * <p>Each object is a request of its own, in the file's order, in which none refers to a later one: the answer then says
 * of each whether it was there.
 */
final class KibanaObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "kibana/jisu-logs.ndjson";
    private static final String BOUNDARY = "jisu-logs-saved-object";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Map<String, String> TYPES = Map.of("index-pattern", "data view", "search", "saved search");

    private final URI url;
    private final Optional<String> authorization;
    private final HttpClient http;

    KibanaObjects(URI url, SinkSettings.Access access) {
        this.url = url;
        this.authorization = access.authorization();
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        access.tls().context().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    static boolean isUsable(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null;
    }

    /**
     * Imports the objects.
     *
     * @param overwrite whether those that are there are replaced
     * @return what it changed, a line for each
     * @throws UserError if Kibana does not answer or refuses
     */
    List<String> install(boolean overwrite) throws InterruptedException {
        List<String> changes = new ArrayList<>();
        String file = new String(IndexTemplates.read(FILE), StandardCharsets.UTF_8);
        for (String object : file.lines().filter(line -> !line.isBlank()).toList()) {
            JsonNode parsed = parse(object);
            if (parsed.has("exportedCount")) {
                continue; // the summary that an export ends with
            }
            install(object, parsed, overwrite).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<String> install(String object, JsonNode parsed, boolean overwrite) throws InterruptedException {
        String type = parsed.path("type").asText();
        String name = TYPES.getOrDefault(type, type) + " '"
                + parsed.at("/attributes/title").asText() + "'";
        JsonNode answer = send(object, overwrite);
        if (answer.path("success").asBoolean()) {
            boolean replaced = answer.at("/successResults/0/overwrite").asBoolean();
            return Optional.of((replaced ? "replaced the " : "created the ") + name);
        }
        JsonNode error = answer.at("/errors/0/error");
        if (error.path("type").asText().equals("conflict")) {
            return Optional.empty(); // it is there
        }
        throw new UserError("Kibana at " + url + " refuses the " + name + ": " + error);
    }

    private JsonNode send(String object, boolean overwrite) throws InterruptedException {
        String body = "--" + BOUNDARY + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"jisu-logs.ndjson\"\r\n"
                + "Content-Type: application/ndjson\r\n\r\n"
                + object + "\r\n--" + BOUNDARY + "--\r\n";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        url.toString().replaceAll("/+$", "") + "/api/saved_objects/_import?overwrite=" + overwrite))
                .timeout(TIMEOUT)
                .header("kbn-xsrf", "true")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new UserError("Kibana at " + url + " refuses: HTTP " + response.statusCode() + ": "
                        + response.body().lines().findFirst().orElse(""));
            }
            return parse(response.body());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "no connection" : e.getMessage();
            throw new UserError("Kibana at " + url + " does not answer: " + reason, e);
        }
    }

    private JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UserError("what answers at " + url + " is no Kibana", e);
        }
    }
}
