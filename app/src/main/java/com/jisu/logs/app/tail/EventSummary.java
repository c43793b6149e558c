package com.jisu.logs.app.tail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What a person reads of a document at a glance, in either schema. A part that the document does not have is the empty
 * string; none is fit for a terminal yet.
 *
 * @param time the {@code @timestamp} as it is written
 * @param severity the HTTP status of an access log line, else the level in upper case
 * @param source the name of who wrote the line: a container, a service, a host, in this order
 * @param message the message; as JSON where it is no text
 */
public record EventSummary(String time, String severity, String source, String message) {

    public static EventSummary of(JsonNode document) {
        return new EventSummary(
                document.path("@timestamp").asText(""), severity(document), source(document), message(document));
    }

    private static String severity(JsonNode document) {
        JsonNode status = firstOf(document, "/http/response/status_code", "/response");
        if (status.isValueNode()) {
            return status.asText();
        }
        JsonNode level = firstOf(document, "/log/level", "/level");
        return level.isTextual() ? level.asText().toUpperCase(Locale.ROOT) : "";
    }

    private static String source(JsonNode document) {
        JsonNode name = firstOf(
                document,
                "/container/name",
                "/container_name",
                "/service/name",
                "/service",
                "/host/name",
                "/agent/name");
        return name.isValueNode() ? name.asText() : "";
    }

    private static String message(JsonNode document) {
        JsonNode message = document.path("message");
        return message.isValueNode() ? message.asText() : message.isMissingNode() ? "" : message.toString();
    }

    private static JsonNode firstOf(JsonNode document, String... pointers) {
        for (String pointer : pointers) {
            JsonNode node = document.at(pointer);
            if (node.isValueNode() && !node.isNull()) {
                return node;
            }
        }
        return document.path(""); // a missing node
    }
}
