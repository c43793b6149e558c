package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;

/** A network operator, as the JSON that it becomes. Immutable. */
public final class GeoAutonomousSystem extends GeoRecord {

    private static final GeoTable TABLE = new GeoTable(GeoValue.OF_NETWORKS);
    private static final long MAX_NUMBER = 0xFFFF_FFFFL;

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
        GeoTable.Row row = TABLE.row(record, place);
        long number = number(row.text(GeoValue.NETWORK_NUMBER));
        if (number < 0) {
            return new GeoRecord(place);
        }
        JsonOutput json = new JsonOutput(100);
        json.write(("{\"number\":" + number).getBytes(StandardCharsets.US_ASCII));
        Leaf organization = null;
        if (record.isText(row.find(GeoValue.NETWORK_ORGANIZATION))) {
            byte[] name = record.text();
            organization = Leaf.text(name, 0, name.length);
            json.write(",\"organization\":{\"name\":".getBytes(StandardCharsets.US_ASCII));
            json.quoted(name, 0, name.length);
            json.write('}');
        }
        json.write('}');
        return new GeoAutonomousSystem(place, number, organization, json.toByteArray());
    }

    /** Of digits, which may have AS before them; -1 where they are no number of a network, as 0 is none (RFC 7607). */
    private static long number(String text) {
        if (text == null) {
            return -1;
        }
        String digits = text.startsWith("AS") ? text.substring(2) : text;
        if (!digits.matches("\\d{1,10}")) {
            return -1;
        }
        long number = Long.parseLong(digits);
        return number > 0 && number <= MAX_NUMBER ? number : -1;
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
