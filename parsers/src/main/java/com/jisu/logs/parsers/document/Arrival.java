package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;

/**
 * When events arrived, which their documents say in {@code event.ingested}, where they are to and the event does not say it
 * itself. Used by one thread, event by event.
 */
public final class Arrival {

    private static final int LENGTH = "\"2024-05-06T07:08:09.123Z\"".length();
    private static final int MILLIS = LENGTH - "123Z\"".length();

    private final boolean said;
    private final Moment moment = new Moment();

    /** The text of the time, in quotes. Of times in the same second but the milliseconds are written anew. */
    private final byte[] json = new byte[LENGTH];

    private long second = -1;
    private Leaf put;

    /** @param isSaid whether documents are to say it */
    public Arrival(boolean isSaid) {
        said = isSaid;
    }

    /**
     * Begins with an event; nothing that was put into the document before is known from here on.
     *
     * @param epochMillis when it arrived
     * @return false where that is to be said and can not be stored
     */
    public boolean begin(long epochMillis) {
        put = null;
        if (!said) {
            return true;
        }
        moment.setMillis(epochMillis);
        if (!moment.isStorable()) {
            return false;
        }
        if (moment.seconds() != second) {
            second = moment.seconds();
            Leaf text = moment.toLeaf();
            System.arraycopy(text.bytes(), text.from(), json, 0, LENGTH);
        }
        int millis = moment.nanos() / 1_000_000;
        json[MILLIS] = (byte) ('0' + millis / 100);
        json[MILLIS + 1] = (byte) ('0' + millis / 10 % 10);
        json[MILLIS + 2] = (byte) ('0' + millis % 10);
        return true;
    }

    /** Whether documents are to say it. */
    public boolean isSaid() {
        return said;
    }

    /** Puts it into the document of the event, where that has none and it can be stored. */
    public void put(Document document) {
        if (said && moment.isStorable() && !document.has(Field.INGESTED)) {
            document.rule(Rule.INGESTED);
            put = new Leaf(Leaf.Kind.STRING, json.clone(), 0, LENGTH, Leaf.TIME);
            document.set(Field.INGESTED, put);
        }
    }

    /** Whether this is what was put into the event's document. */
    public boolean isIt(JsonValue value) {
        return put != null && value == put;
    }

    /** Writes it in quotes, where it is to be said and can be stored. */
    public void write(JsonOutput out) {
        out.write(json);
    }
}
