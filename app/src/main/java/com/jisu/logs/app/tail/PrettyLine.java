package com.jisu.logs.app.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.app.api.Terminal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A document as one line of at most {@value #MAX_CHARS} characters: time, level or status, source, message, tags. */
final class PrettyLine {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";

    /** As they are seen: without the colours, control characters as the four that stand for them. */
    static final int MAX_CHARS = 2_000;

    private static final int MAX_TIME_CHARS = 60;
    private static final int MAX_SEVERITY_CHARS = 60;
    private static final int MAX_SOURCE_CHARS = 200;
    private static final int MAX_TAGS_CHARS = 400;

    /** Room for the mark of what is cut. */
    private static final int MARK_CHARS = 32;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final boolean colours;

    PrettyLine(boolean colours) {
        this.colours = colours;
    }

    String of(JsonNode document) {
        EventSummary event = EventSummary.of(document);
        String time = time(event.time());
        String word = printableOrDash(MAX_SEVERITY_CHARS, event.severity());
        String severity = String.format("%-5s", word);
        String source = String.format("%-18s", printableOrDash(MAX_SOURCE_CHARS, event.source()));
        JsonNode all = document.path("tags");
        String tags = all.isMissingNode() || all.isEmpty() ? "" : printable(MAX_TAGS_CHARS, all.toString());
        int others = time.length() + severity.length() + source.length() + tags.length() + 6; // and what is between

        StringBuilder line = new StringBuilder(256);
        coloured(line, DIM, time);
        line.append("  ");
        coloured(line, colourOf(word), severity);
        line.append(' ').append(source).append(' ');
        line.append(printable(MAX_CHARS - others, event.message()));
        if (!tags.isEmpty()) {
            line.append("  ");
            coloured(line, YELLOW, tags);
        }
        return line.toString();
    }

    private static String printableOrDash(int chars, String text) {
        return text.isEmpty() ? "-" : printable(chars, text);
    }

    /** So many characters at most, of which the last say how much is missing. */
    private static String printable(int chars, String text) {
        int at = 0;
        int width = 0;
        int cutAt = 0;
        while (at < text.length()) {
            if (width <= chars - MARK_CHARS) {
                cutAt = at;
            }
            width += Terminal.width(text.charAt(at++));
            if (width > chars) {
                int end = Character.isLowSurrogate(text.charAt(cutAt)) && cutAt > 0 ? cutAt - 1 : cutAt;
                return Terminal.printable(text.substring(0, end)) + " … (" + (text.length() - end)
                        + " more characters)";
            }
        }
        return Terminal.printable(text);
    }

    private static String time(String text) {
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeException e) {
            return printable(MAX_TIME_CHARS, text); // shown as it is: the tail shows, it does not judge
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
