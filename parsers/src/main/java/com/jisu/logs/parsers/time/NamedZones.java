package com.jisu.logs.parsers.time;

import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;

/** Finds the zones that events name, most of them the same as the event before. Used by one thread. */
public final class NamedZones {

    private byte[] lastName = {};
    private LocalZone last = LocalZone.UTC;

    /**
     * The zone of this name, see {@link LocalZone#of}; UTC if it is not known.
     *
     * @param name a string
     */
    public LocalZone get(Leaf name) {
        if (!Arrays.equals(name.bytes(), name.from(), name.to(), lastName, 0, lastName.length)) {
            LocalZone found = LocalZone.of(name.text());
            last = found == null ? LocalZone.UTC : found;
            lastName = Arrays.copyOfRange(name.bytes(), name.from(), name.to());
        }
        return last;
    }
}
