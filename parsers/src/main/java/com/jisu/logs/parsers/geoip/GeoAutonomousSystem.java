package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A network operator, as the JSON that it becomes. Immutable. */
public final class GeoAutonomousSystem extends GeoRecord {

    private static final byte[] NUMBER = MmdbCursor.name("autonomous_system_number");
    private static final byte[] ORGANIZATION = MmdbCursor.name("autonomous_system_organization");

    private final long number;
    private final Leaf organization;
    private final byte[] json;

    private GeoAutonomousSystem(int place, long number, Leaf organization, byte[] json) {
        super(place);
        this.number = number;
        this.organization = organization;
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
        Leaf organization = null;
        if (record.isText(record.find(place, ORGANIZATION))) {
            byte[] name = Arrays.copyOfRange(record.file(), record.textFrom(), record.textTo());
            organization = Leaf.text(name, 0, name.length);
            json.write(",\"organization\":{\"name\":".getBytes(StandardCharsets.US_ASCII));
            json.quoted(record.file(), record.textFrom(), record.textTo());
            json.write('}');
        }
        json.write('}');
        return new GeoAutonomousSystem(place, number, organization, json.toByteArray());
    }

    public long number() {
        return number;
    }

    /** The name of who runs it; null if that is not known. */
    public Leaf organization() {
        return organization;
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
