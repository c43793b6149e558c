package com.jisu.logs.app.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.Optional;

/**
 * Data view, searches and dashboard, brought into Kibana or OpenSearch Dashboards by its saved objects import, which is the
 * same in both.
 *
 * <p>Each object is a request of its own, in the file's order, in which none refers to a later one: the answer then says
 * of each whether it was there.
 */
final class ObjectImport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "jisu-logs-saved-object";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI url;
    private final Optional<String> authorization;
    private final HttpClient http;

    ObjectImport(URI url, SinkSettings.Access access) {
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
     * Asks which server it is.
     *
     * @throws UserError if it does not answer or is neither
     */
    ObjectServer server() throws InterruptedException {
        HttpResponse<String> response = send(request("/api/status").GET(), "Kibana or OpenSearch Dashboards");
        JsonNode status = MissingNode.getInstance();
        try {
            status = JSON.readTree(response.body());
        } catch (IOException e) {
            // A page, or nothing: what it is, its headers may tell.
        }
        Optional<ObjectServer> server = ObjectServer.of(response.headers(), status);
        if (server.isEmpty() && response.statusCode() != 200) {
            throw refused(response, "what answers");
        }
        return server.orElseThrow(
                () -> new UserError("what answers at " + url + " is neither Kibana nor OpenSearch Dashboards"));
    }

    /**
     * Imports the objects.
     *
     * @param overwrite whether those that are there are replaced
     * @return what it changed, a line for each
     * @throws UserError if the server does not answer or refuses
     */
    List<String> install(ObjectServer server, boolean overwrite) throws InterruptedException {
        List<String> changes = new ArrayList<>();
        String file = new String(IndexTemplates.read(server.file()), StandardCharsets.UTF_8);
        for (String object : file.lines().filter(line -> !line.isBlank()).toList()) {
            JsonNode parsed = parse(object);
            if (parsed.has("exportedCount")) {
                continue; // the summary that an export ends with
            }
            install(server, object, parsed, overwrite).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<String> install(ObjectServer server, String object, JsonNode parsed, boolean overwrite)
            throws InterruptedException {
        String name = server.titleOf(parsed.path("type").asText()) + " '"
                + parsed.at("/attributes/title").asText() + "'";
        JsonNode answer = importObject(server, object, overwrite);
        if (answer.path("success").asBoolean()) {
            boolean replaced = answer.at("/successResults/0/overwrite").asBoolean();
            return Optional.of((replaced ? "replaced the " : "created the ") + name);
        }
        JsonNode error = answer.at("/errors/0/error");
        if (error.path("type").asText().equals("conflict")) {
            return Optional.empty(); // it is there
        }
        throw new UserError(server.title() + " at " + url + " refuses the " + name + ": " + error);
    }

    private JsonNode importObject(ObjectServer server, String object, boolean overwrite) throws InterruptedException {
        String body = "--" + BOUNDARY + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"jisu-logs.ndjson\"\r\n"
                + "Content-Type: application/ndjson\r\n\r\n"
                + object + "\r\n--" + BOUNDARY + "--\r\n";
        HttpRequest.Builder request = request("/api/saved_objects/_import?overwrite=" + overwrite)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body));
        server.headers().forEach(request::header);
        HttpResponse<String> response = send(request, server.title());
        if (response.statusCode() != 200) {
            throw refused(response, server.title());
        }
        return parse(response.body());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.toString().replaceAll("/+$", "") + path))
                .timeout(TIMEOUT);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String server) throws InterruptedException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "no connection" : e.getMessage();
            throw new UserError(server + " at " + url + " does not answer: " + reason, e);
        }
    }

    private UserError refused(HttpResponse<String> response, String server) {
        return new UserError(server + " at " + url + " refuses: HTTP " + response.statusCode() + ": "
                + response.body().lines().findFirst().orElse(""));
    }

    private JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UserError("what answers at " + url + " is no server of saved objects", e);
        }
    }
}
