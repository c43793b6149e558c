package com.jisu.logs.parsers;

import java.nio.charset.StandardCharsets;

/** A network operator, as the JSON that it becomes. Immutable. */
public final class GeoAutonomousSystem {

    private static final byte[] NUMBER = MmdbCursor.name("autonomous_system_number");
    private static final byte[] ORGANIZATION = MmdbCursor.name("autonomous_system_organization");

    private final Leaf ecs;

    private GeoAutonomousSystem(Leaf ecs) {
        this.ecs = ecs;
    }

    /** The network record at a place; null if it has no number. */
    static GeoAutonomousSystem read(MmdbCursor record, int place) {
        long number = record.whole(record.find(place, NUMBER));
        if (number < 0) {
            return null;
        }
        JsonOutput json = new JsonOutput(100);
        json.write(("{\"number\":" + number).getBytes(StandardCharsets.US_ASCII));
        if (record.isText(record.find(place, ORGANIZATION))) {
            json.write(",\"organization\":{\"name\":".getBytes(StandardCharsets.US_ASCII));
            json.quoted(record.file(), record.textFrom(), record.textTo());
            json.write('}');
        }
        json.write('}');
        return new GeoAutonomousSystem(Leaf.raw(Leaf.Kind.OBJECT, json.toByteArray()));
    }

    /** The object that becomes {@code source.as}. */
    Leaf ecs() {
        return ecs;
    }
}
