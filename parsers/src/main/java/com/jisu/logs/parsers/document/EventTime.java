package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.Moment;

/** The time in an event's own {@code @timestamp}. One per parser; not thread-safe. */
public final class EventTime {

    private final Schema schema;
    private final IsoTime isoTime = new IsoTime();
    private final Moment moment = new Moment();
    private boolean isTime;
    private boolean outOfRange;

    public EventTime(Schema schema) {
        this.schema = schema;
    }

    /**
     * Reads an event's time.
     *
     * @return whether it has one that can be stored
     */
    public boolean read(JsonObject event) {
        outOfRange = false;
        isTime = false;
        Leaf time = event.leaf(Field.TIMESTAMP.path(schema)[0]);
        if (time == null || !time.isString()) {
            return false;
        }
        int quote = time.kind() == Leaf.Kind.STRING ? 1 : 0;
        int from = time.from() + quote;
        int to = time.to() - quote;
        if (schema == Schema.LOGSTASH) {
            isTime = isoTime.parseTimestamp(time.bytes(), from, to, moment);
            return isTime;
        }
        boolean read = isoTime.parseCommon(time.bytes(), from, to, moment);
        outOfRange = read && !moment.isStorable();
        isTime = read && !outOfRange;
        return isTime;
    }

    /** What was read last; null if that was no time that can be stored. */
    public Moment moment() {
        return isTime ? moment : null;
    }

    /** Whether what was read last is a time that can not be stored. */
    public boolean isOutOfRange() {
        return outOfRange;
    }

    /** Epoch milliseconds that choose a document's index: its own time, or that of its arrival where the two lie too far apart. */
    public static long ofIndex(Document document, long arrivalMillis, ParserLimits limits) {
        long time = document.time().millis();
        boolean inRange = time >= arrivalMillis - limits.maxAge().toMillis()
                && time <= arrivalMillis + limits.maxAhead().toMillis();
        if (inRange) {
            return time;
        }
        document.tag(Tag.OUT_OF_RANGE);
        return arrivalMillis;
    }
}
