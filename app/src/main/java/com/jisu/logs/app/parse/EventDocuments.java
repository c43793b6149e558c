package com.jisu.logs.app.parse;

import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Events to documents as the streams role makes them, with the parts of cut lines joined. Not thread-safe. */
final class EventDocuments {

    /** Takes the documents, in order. A joined line comes with its last part. */
    interface Sink {
        void accept(Part first, ParsedEvent document) throws IOException;
    }

    /** An event, and where it came from. */
    record Part(byte[] event, RawPosition position, long arrival) {}

    private final EventParser parser;
    private final Sink sink;
    private final CutLines<Part> cutLines = new CutLines<>();

    EventDocuments(EventParser parser, Sink sink) {
        this.parser = parser;
        this.sink = sink;
    }

    /** @throws MalformedEventException if it is no event; the next one may be */
    void add(byte[] event, RawPosition position, long arrival) throws MalformedEventException, IOException {
        ParsedEvent document = parser.parse(event, position, arrival);
        Part part = new Part(event, position, arrival);
        ContainerLine line = document.containerLine();
        if (line != null) {
            join(cutLines.endBefore(line));
        }
        if (line == null || cutLines.isWhole(line)) {
            sink.accept(part, document);
            return;
        }
        join(cutLines.add(line, part, 0));
    }

    /** Ends the lines whose last parts have not come. */
    void finish() throws IOException {
        for (CutLines.Line<Part> line : cutLines.endAll()) {
            join(line);
        }
    }

    private void join(Optional<CutLines.Line<Part>> ended) throws IOException {
        if (ended.isPresent()) {
            join(ended.get());
        }
    }

    private void join(CutLines.Line<Part> line) throws IOException {
        List<byte[]> events = line.parts().stream().map(Part::event).toList();
        Part first = line.parts().get(0);
        try {
            sink.accept(first, parser.parseJoined(events, first.position(), first.arrival()));
        } catch (MalformedEventException e) {
            throw new IllegalStateException("a part that was an event no longer is", e);
        }
    }
}
