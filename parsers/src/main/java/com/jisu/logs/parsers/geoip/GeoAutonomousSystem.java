package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;

/** A network operator, as the JSON that it becomes. Immutable. */
public final class GeoAutonomousSystem extends GeoRecord {

    private static final byte[] NUMBER = MmdbCursor.name("autonomous_system_number");
    private static final byte[] ORGANIZATION = MmdbCursor.name("autonomous_system_organization");

    private final byte[] json;

    private GeoAutonomousSystem(int place, byte[] json) {
        super(place);
        this.json = json;
    }

    /** The network record at a place, which is of no use without a number. */
    static GeoRecord read(MmdbCursor record, int place) {
        long number = record.whole(record.find(place, NUMBER));
        if (number < 0) {
            return new GeoRecord(place);
        }
        JsonOutput json = new JsonOutput(100);
        json.write(("{\"number\":" + number).getBytes(StandardCharsets.US_ASCII));
        if (record.isText(record.find(place, ORGANIZATION))) {
            json.write(",\"organization\":{\"name\":".getBytes(StandardCharsets.US_ASCII));
            json.quoted(record.file(), record.textFrom(), record.textTo());
            json.write('}');
        }
        json.write('}');
        return new GeoAutonomousSystem(place, json.toByteArray());
    }

    /** The object that becomes {@code source.as}. */
    public Leaf ecs() {
        return Leaf.raw(Leaf.Kind.OBJECT, json);
    }

    /** Writes that object. */
    public void write(JsonOutput out) {
        out.write(json);
    }
}
