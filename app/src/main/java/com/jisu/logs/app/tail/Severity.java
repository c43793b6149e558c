package com.jisu.logs.app.tail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** How bad an event is, worse ones last. */
public enum Severity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The level that a document names; for an HTTP request its status: errors of the server (5xx) are errors, those of the
     * client (4xx) warnings. Nothing where it says neither.
     */
    static Optional<Severity> of(JsonNode document) {
        for (String pointer : new String[] {"/log/level", "/log.level", "/level"}) {
            JsonNode level = document.at(pointer);
            if (level.isTextual()) {
                return of(level.asText());
            }
        }
        for (String pointer : new String[] {"/http/response/status_code", "/response"}) {
            int status = document.at(pointer).asInt();
            if (status > 0) {
                return Optional.of(status >= 500 ? ERROR : status >= 400 ? WARN : INFO);
            }
        }
        return Optional.empty();
    }

    /** The names that loggers, nginx and syslog use. */
    private static Optional<Severity> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "trace", "finest", "finer" -> Optional.of(TRACE);
            case "debug", "fine" -> Optional.of(DEBUG);
            case "info", "information", "notice" -> Optional.of(INFO);
            case "warn", "warning" -> Optional.of(WARN);
            case "error", "err", "severe" -> Optional.of(ERROR);
            case "fatal", "critical", "crit", "alert", "emerg", "panic" -> Optional.of(FATAL);
            default -> Optional.empty();
        };
    }
}
