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
        EventSummary event = EventSummary.of(document);
        StringBuilder line = new StringBuilder(256);
        coloured(line, DIM, time(event.time()));
        line.append("  ");
        String severity = printableOrDash(event.severity());
        coloured(line, colourOf(severity), String.format("%-5s", severity));
        line.append(' ')
                .append(String.format("%-18s", printableOrDash(event.source())))
                .append(' ');
        line.append(Terminal.printable(event.message()));
        JsonNode tags = document.path("tags");
        if (!tags.isMissingNode() && !tags.isEmpty()) {
            line.append("  ");
            coloured(line, YELLOW, Terminal.printable(tags.toString()));
        }
        return line.toString();
    }

    private static String printableOrDash(String text) {
        return text.isEmpty() ? "-" : Terminal.printable(text);
    }

    private static String time(String text) {
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeException e) {
            return Terminal.printable(text); // shown as it is: the tail shows, it does not judge
        }
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
