package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.AccessSection;
import com.jisu.logs.parsers.nginx.AccessTemplate;
import com.jisu.logs.parsers.nginx.JsonAccessTemplate;
import com.jisu.logs.parsers.time.Moment;
import java.nio.charset.StandardCharsets;

/** Writes the documents of events whose values, lines and times were read: by a template. Used by one thread. */
final class TemplateWriter {

    private static final byte[] LOST =
            (",\"tags\":[\"" + Tag.GEOIP_FAILURE + "\"]}").getBytes(StandardCharsets.US_ASCII);

    private final TrieReader reader;
    private final AccessTemplate access;
    private final JsonAccessTemplate accessObject;
    private final Arrival arrival;
    private final Moment eventTime;
    private final Moment time;
    private final JsonOutput out = new JsonOutput(4096);

    /**
     * @param reader has the event's values
     * @param access has its line, if that is an access line that is no JSON
     * @param accessObject has it, if it is one in JSON
     * @param eventTime when the shipper made the event
     * @param time that of the document
     */
    TemplateWriter(
            TrieReader reader,
            AccessTemplate access,
            JsonAccessTemplate accessObject,
            Arrival arrival,
            Moment eventTime,
            Moment time) {
        this.reader = reader;
        this.access = access;
        this.accessObject = accessObject;
        this.arrival = arrival;
        this.eventTime = eventTime;
        this.time = time;
    }

    byte[] write(DocumentTemplate template, byte[] event) {
        out.reset();
        byte[][] constants = template.constants();
        int[] places = template.places();
        for (int i = 0; i < places.length; i++) {
            out.write(constants[i]);
            int place = places[i];
            if (place == DocumentTemplate.TIME) {
                writeTime(template, event);
            } else if (place == DocumentTemplate.ARRIVAL) {
                arrival.write(out);
            } else if (place < 0) {
                writeAccess(template, DocumentTemplate.accessIn(place), event);
            } else if (reader.isObject(place)) {
                out.write(reader.object(place).json());
            } else {
                reader.write(out, place);
            }
        }
        byte[] end = constants[places.length];
        if (isLost(template)) {
            out.write(end, 0, end.length - 1);
            out.write(LOST);
        } else {
            out.write(end);
        }
        return out.toByteArray();
    }

    private void writeTime(DocumentTemplate template, byte[] event) {
        if (template.isTimeOfAccess()) {
            Leaf leaf = time.toLeaf();
            out.write(leaf.bytes(), leaf.from() + 1, leaf.to() - 1);
        } else {
            time.write(out, event, reader.from(template.time()), reader.to(template.time()));
        }
    }

    private void writeAccess(DocumentTemplate template, AccessSection section, byte[] event) {
        int from = reader.from(template.eventTime());
        int to = reader.to(template.eventTime());
        if (template.access() == null) {
            access.write(section, out, eventTime, event, from, to);
        } else {
            accessObject.write(section, out, template.isTimeOfAccess() ? eventTime : null, event, from, to);
        }
    }

    /** Whether nobody knows where the client of an access line is. */
    boolean isLost(DocumentTemplate template) {
        return template.access() == null ? template.isAccessLine() && access.isLost() : accessObject.isLost();
    }
}
