package com.jisu.logs.parsers.time;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Set;

/** The zone of a clock: how far it is ahead of UTC, always or by the rules of a region. Immutable. */
public final class LocalZone {

    public static final LocalZone UTC = new LocalZone(0, null);

    private static final Set<String> REGIONS = Set.copyOf(ZoneId.getAvailableZoneIds());

    private final int offset;
    private final ZoneRules rules;

    private LocalZone(int offset, ZoneRules rules) {
        this.offset = offset;
        this.rules = rules;
    }

    /** The zone that a shipper names: a region, an offset, or an abbreviation; null if it is not known. */
    static LocalZone of(String name) {
        LocalZone region = ofRegion(name);
        if (region != null) {
            return region;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        TimeCursor text = new TimeCursor();
        text.begin(bytes, 0, bytes.length);
        ZoneReader reader = new ZoneReader();
        return reader.read(text) && text.isAtEnd() ? reader.zone() : null;
    }

    static LocalZone ofOffset(int seconds) {
        return seconds == 0 ? UTC : new LocalZone(seconds, null);
    }

    /** The region of this name, as the tz database has it; null if there is none. */
    static LocalZone ofRegion(String name) {
        return REGIONS.contains(name) ? new LocalZone(0, ZoneId.of(name).getRules()) : null;
    }

    /**
     * When the zone's clock shows what one in UTC shows at a time; the first time, if it does so twice. What it skips in
     * spring is read as if it had not been put forward yet.
     *
     * @param localSecond within the years 0 to 9999
     */
    public long epochSecond(long localSecond) {
        if (rules == null) {
            return localSecond - offset;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC);
        return localSecond - rules.getOffset(local).getTotalSeconds();
    }
}
