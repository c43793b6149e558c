package com.jisu.logs.app.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.app.api.EventFormat;
import com.jisu.logs.app.api.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes documents to a stream in one {@link EventFormat}. Not thread-safe. */
public final class EventPrinter {

    private final EventFormat format;
    private final PrettyLine prettyLine;
    private final PrintStream out;
    private long left = Long.MAX_VALUE;

    /** @param colours whether the pretty format may use ANSI colours: only where {@code out} is a terminal */
    public EventPrinter(EventFormat format, boolean colours, PrintStream out) {
        this.format = format;
        this.prettyLine = new PrettyLine(colours);
        this.out = out;
    }

    /** On stdout, in colours where it is a terminal that shows them. */
    public static EventPrinter toStdout(EventFormat format) {
        // System.out is autoflushing and unbuffered: at thousands of events a second it would be the bottleneck.
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 * 1024),
                false,
                StandardCharsets.UTF_8);
        return new EventPrinter(format, Terminal.stdoutHasColours(), out);
    }

    /** The same, for so many documents and no more. */
    public EventPrinter atMost(long documents) {
        left = documents;
        return this;
    }

    /** Whether it writes documents as they came, so that none has to be parsed for it. */
    boolean printsJson() {
        return format == EventFormat.JSON;
    }

    /** Writes one document as it came. */
    void print(byte[] json) {
        if (left > 0) {
            left--;
            out.write(json, 0, json.length);
            out.println();
        }
    }

    /**
     * Writes one document.
     *
     * @param document the parsed form of {@code json}
     */
    void print(JsonNode document, byte[] json) throws JsonProcessingException {
        if (format == EventFormat.JSON) {
            print(json);
        } else if (left > 0) {
            left--;
            out.println(format == EventFormat.PRETTY ? prettyLine.of(document) : RubyDebug.of(document));
        }
    }

    /** Writes what is buffered; false once the reader has gone away (a closed pipe), or nothing more is wanted. */
    boolean flush() {
        return !out.checkError() && left > 0;
    }
}
