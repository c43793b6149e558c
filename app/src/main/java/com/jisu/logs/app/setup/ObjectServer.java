package com.jisu.logs.app.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/** A program that keeps saved objects, and what it needs to be given them. */
enum ObjectServer {
    KIBANA("Kibana", "kibana/jisu-logs.ndjson", Map.of("kbn-xsrf", "true"), "data view"),

    /**
     * It would give the objects to the user alone where the security plug-in has a private tenant for each; other programs
     * pass over the header that says whose they are.
     */
    DASHBOARDS(
            "OpenSearch Dashboards",
            "opensearch/dashboards/jisu-logs.ndjson",
            Map.of("osd-xsrf", "true", "securitytenant", "global"),
            "index pattern");

    private final String title;
    private final String file;
    private final Map<String, String> headers;
    private final String patternTitle;

    ObjectServer(String title, String file, Map<String, String> headers, String patternTitle) {
        this.title = title;
        this.file = file;
        this.headers = headers;
        this.patternTitle = patternTitle;
    }

    /**
     * Which one answers so to {@code GET /api/status}. OpenSearch Dashboards comes from Kibana 7.10 and answers as that did,
     * with versions of its own and OpenSearch as a part; later Kibanas tell a level instead of a state, and nothing else to
     * whom they do not know.
     *
     * @param status the answer; may be anything
     * @return empty if it is neither
     */
    static Optional<ObjectServer> of(HttpHeaders headers, JsonNode status) {
        for (JsonNode part : status.at("/status/statuses")) {
            if (part.path("id").asText().startsWith("core:opensearch@")) {
                return Optional.of(DASHBOARDS);
            }
        }
        if (headers.firstValue("kbn-name").isPresent()
                || status.at("/status/overall/level").isTextual()) {
            return Optional.of(KIBANA);
        }
        String version = status.at("/version/number").asText();
        if (!status.has("status") || !version.matches("\\d+\\..*")) {
            return Optional.empty();
        }
        return Optional.of(version.matches("[123]\\..*") ? DASHBOARDS : KIBANA); // the first Kibana with a server was 4
    }

    /** As its users call it. */
    String title() {
        return title;
    }

    /** Its objects, one a line: a file of {@code index-templates}. */
    String file() {
        return file;
    }

    /** Without these it refuses requests, or does something else. */
    Map<String, String> headers() {
        return headers;
    }

    /** What its users call a type of objects. */
    String titleOf(String type) {
        return switch (type) {
            case "index-pattern" -> patternTitle;
            case "search" -> "saved search";
            default -> type;
        };
    }
}
