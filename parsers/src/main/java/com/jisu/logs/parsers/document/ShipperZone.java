package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.NamedZones;

/** The zone of times that name none: that of the shipper's {@code event.timezone}, else UTC. Used by one thread. */
public final class ShipperZone {

    private final NamedZones zones = new NamedZones();

    public LocalZone of(Document document) {
        if (!(document.get(Field.EVENT_TIMEZONE) instanceof Leaf name) || !name.isString()) {
            return LocalZone.UTC;
        }
        LocalZone named = zones.get(name);
        if (document.asked() != null) {
            document.asked().addZone(named, name);
        }
        return named;
    }
}
