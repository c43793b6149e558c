package com.jisu.logs.parsers.geoip;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was made of the records of a file that were asked for of late: each has two slots to be in. Thread-safe: threads may overwrite each
 * other's; as what is in a slot names its place, they never mistake it.
 */
final class RecentRecords {

    private static final Logger LOG = LoggerFactory.getLogger(RecentRecords.class);
    private static final int MAX_BITS = 18;
    private static final int MIN_BITS = 10;

    private final MmdbFile mmdb;
    private final GeoReader reader;
    private final GeoRecord[] slots;
    private final int shift;

    /** @param files how many share the room that there is: two to the power of 18 slots, and no less than 2 to the power of 10 each */
    RecentRecords(MmdbFile mmdb, GeoReader reader, int files) {
        this.mmdb = mmdb;
        this.reader = reader;
        int share = Integer.SIZE - Integer.numberOfLeadingZeros(files - 1);
        int bits = Math.max(MIN_BITS, MAX_BITS - share);
        slots = new GeoRecord[1 << bits];
        shift = Integer.SIZE - bits;
    }

    /** What the record at a place tells; never null. */
    GeoRecord get(int place) {
        int slot = place * 0x9E3779B9 >>> shift;
        GeoRecord first = slots[slot];
        if (first != null && first.place() == place) {
            return first;
        }
        GeoRecord second = slots[slot ^ 1];
        if (second != null && second.place() == place) {
            return second;
        }
        GeoRecord read = read(place);
        if (first != null) {
            slots[slot ^ 1] = first;
        }
        slots[slot] = read;
        return read;
    }

    private GeoRecord read(int place) {
        try {
            return reader.read(mmdb.cursor(), place);
        } catch (IndexOutOfBoundsException e) {
            LOG.warn("The GeoIP record at byte {} cannot be read, so its addresses are unknown", place, e);
            return new GeoRecord(place);
        }
    }
}
