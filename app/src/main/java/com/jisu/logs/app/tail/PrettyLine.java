package com.jisu.logs.app.tail;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A document as one line: time, level or status, source, message, tags. */
final class PrettyLine {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final boolean colours;

    PrettyLine(boolean colours) {
        this.colours = colours;
    }

    String of(JsonNode document) {
        StringBuilder line = new StringBuilder(256);
        coloured(line, DIM, time(document));
        line.append("  ");
        String severity = severity(document);
        coloured(line, colourOf(severity), String.format("%-5s", severity));
        line.append(' ').append(String.format("%-18s", source(document))).append(' ');
        line.append(Terminal.printable(message(document)));
        JsonNode tags = document.path("tags");
        if (!tags.isMissingNode() && !tags.isEmpty()) {
            line.append("  ");
            coloured(line, YELLOW, Terminal.printable(tags.toString()));
        }
        return line.toString();
    }

    private static String time(JsonNode document) {
        String text = document.path("@timestamp").asText("");
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeException e) {
            return Terminal.printable(text); // shown as it is: the tail shows, it does not judge
        }
    }

    /** The HTTP status of an access log line, else the level, else a dash. */
    private static String severity(JsonNode document) {
        JsonNode status = firstOf(document, "/http/response/status_code", "/response");
        if (status.isValueNode()) {
            return Terminal.printable(status.asText());
        }
        JsonNode level = firstOf(document, "/log/level", "/level");
        return level.isTextual() ? Terminal.printable(level.asText().toUpperCase(Locale.ROOT)) : "-";
    }

    /** The name of who wrote the line: a container, a service, a host, in this order. */
    private static String source(JsonNode document) {
        JsonNode name = firstOf(
                document,
                "/container/name",
                "/container_name",
                "/service/name",
                "/service",
                "/host/name",
                "/agent/name");
        return Terminal.printable(name.isValueNode() ? name.asText() : "-");
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

    private static String colourOf(String severity) {
        return switch (severity) {
            case "FATAL", "CRITICAL", "EMERG", "ALERT", "CRIT", "ERROR", "ERR" -> RED;
            case "WARN", "WARNING" -> YELLOW;
            case "-", "TRACE", "DEBUG" -> DIM;
            default -> statusColour(severity);
        };
    }

    private static String statusColour(String severity) {
        return switch (severity.charAt(0)) {
            case '5' -> RED;
            case '4' -> YELLOW;
            default -> GREEN;
        };
    }

    private void coloured(StringBuilder line, String colour, String text) {
        if (colours) {
            line.append(colour).append(text).append(RESET);
        } else {
            line.append(text);
        }
    }
}
