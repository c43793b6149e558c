package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.admin.EventStream;

/**
 * One who watches the tail: a filter, a stream, and a budget of rows. No eye and no browser follows thousands of lines a
 * second, so beyond {@value #ROWS_PER_SECOND} rows a second, or when the connection is slower than that, rows are dropped
 * and counted. Used by the tail's thread only.
 */
final class Viewer {

    static final int ROWS_PER_SECOND = 40;
    private static final int BURST = 200;
    private static final int MAX_PROBLEM_CHARS = 500;
    private static final double NANOS_PER_ROW = 1e9 / ROWS_PER_SECOND;

    private final TailFilter filter;
    private final EventStream stream;
    private double budget = BURST;
    private long budgetTime = System.nanoTime();
    private long seen;
    private long matched;
    private long sent;
    private long skipped;
    private long deadLettersSent = -1;

    Viewer(TailFilter filter, EventStream stream) {
        this.filter = filter;
        this.stream = stream;
    }

    /** Sends the event's row, counts it, or does neither where the filter does not take it. */
    void offer(TailEvent event) {
        seen++;
        if (!filter.acceptsType(event.type()) || filter.needsDocument() && !filter.accepts(event.document())) {
            return;
        }
        matched++;
        if (affordable() && stream.send("row", event.row())) {
            budget--;
            sent++;
        }
    }

    private boolean affordable() {
        long now = System.nanoTime();
        budget = Math.min(BURST, budget + (now - budgetTime) / NANOS_PER_ROW);
        budgetTime = now;
        return budget >= 1;
    }

    /** The tail went past this many events without looking at them. */
    void skipped(long events) {
        skipped += events;
    }

    /** Sends the dead letters where this version of them is new to the viewer. */
    void deadLetters(long version, String json) {
        if (version != deadLettersSent && stream.send("dead", json)) {
            deadLettersSent = version;
        }
    }

    /** Sends what became of the events since the viewer came. */
    void report() {
        ObjectNode counts = JsonNodeFactory.instance.objectNode();
        counts.put("seen", seen);
        counts.put("matched", matched);
        counts.put("sent", sent);
        counts.put("skipped", skipped);
        stream.send("counts", counts.toString());
    }

    void problem(String text) {
        stream.send(
                "problem",
                JsonNodeFactory.instance
                        .textNode(Cut.to(MAX_PROBLEM_CHARS, text))
                        .toString());
    }

    void close() {
        stream.close();
    }
}
