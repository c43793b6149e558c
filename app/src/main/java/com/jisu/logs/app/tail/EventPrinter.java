package com.jisu.logs.app.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes documents to a stream in one {@link EventFormat}. Not thread-safe. */
public final class EventPrinter {

    private final EventFormat format;
    private final PrettyLine prettyLine;
    private final PrintStream out;

    /** @param colours whether the pretty format may use ANSI colours: only where {@code out} is a terminal */
    public EventPrinter(EventFormat format, boolean colours, PrintStream out) {
        this.format = format;
        this.prettyLine = new PrettyLine(colours);
        this.out = out;
    }

    /**
     * Writes one document.
     *
     * @param document the parsed form of {@code json}
     */
    public void print(JsonNode document, byte[] json) throws JsonProcessingException {
        switch (format) {
            case PRETTY -> out.println(prettyLine.of(document));
            case JSON -> out.println(new String(json, StandardCharsets.UTF_8));
            case RUBYDEBUG -> out.println(RubyDebug.of(document));
        }
    }

    /** Writes what is buffered; false once the reader has gone away (a closed pipe). */
    public boolean flush() {
        return !out.checkError();
    }
}
