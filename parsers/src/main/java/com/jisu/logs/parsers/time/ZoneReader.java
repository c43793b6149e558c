package com.jisu.logs.parsers.time;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the zone of a time: an offset ({@code +01:00}, {@code +0100}, {@code +01}), an abbreviation that means one place
 * only, both ({@code GMT+01:00}, Go's {@code +0100 CET}), or a region ({@code Europe/Berlin}), which may stand in brackets
 * behind the offset. A comment behind it, and Go's monotonic clock, are skipped.
 */
final class ZoneReader {

    private static final int HOUR = 3600;

    /** Hours ahead of UTC. CST, IST and others are not among them: they mean several offsets. */
    private static final Map<String, Integer> HOURS = Map.ofEntries(
            Map.entry("Z", 0),
            Map.entry("UT", 0),
            Map.entry("UTC", 0),
            Map.entry("GMT", 0),
            Map.entry("WET", 0),
            Map.entry("WEST", 1),
            Map.entry("CET", 1),
            Map.entry("CEST", 2),
            Map.entry("EET", 2),
            Map.entry("EEST", 3),
            Map.entry("MSK", 3),
            Map.entry("JST", 9),
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("CDT", -5),
            Map.entry("MST", -7),
            Map.entry("MDT", -6),
            Map.entry("PST", -8),
            Map.entry("PDT", -7));

    /** Those which an offset may follow. */
    private static final Set<String> UTC = Set.of("UT", "UTC", "GMT");

    /** Letters of the longest name that Go writes behind an offset. */
    private static final int LONGEST_NAME = 5;

    private static final String OF_REGIONS = "0123456789_/+-";
    private static final String IN_BRACKETS = OF_REGIONS + "!=:";

    private int offset;
    private LocalZone region;
    private boolean named;

    /** Whether the text named a zone. */
    boolean isNamed() {
        return named;
    }

    /** Makes it a text that names none. */
    void clear() {
        offset = 0;
        region = null;
        named = false;
    }

    /** The zone that was named, or null. */
    LocalZone zone() {
        LocalZone fixed = named ? LocalZone.ofOffset(offset) : null;
        return region == null ? fixed : region;
    }

    /** When a clock shows this: one of the zone that was named, else of another one. */
    long epochSecond(long localSecond, LocalZone otherwise) {
        if (region != null) {
            return region.epochSecond(localSecond);
        }
        return named ? localSecond - offset : otherwise.epochSecond(localSecond);
    }

    /** Reads a zone and the blanks in front of it; what begins with a digit, and no more text, are none. */
    boolean read(TimeCursor text) {
        clear();
        text.skipBlanks();
        if (text.isAtEnd() || text.isAtDigit()) {
            return true;
        }
        if (text.isAtSign()) {
            named = offset(text, 2);
            return named && goName(text) && rest(text);
        }
        named = text.next() == '[' ? region(bracketed(text)) : name(text);
        return named && rest(text);
    }

    private boolean region(String name) {
        region = LocalZone.ofRegion(name);
        return region != null;
    }

    private boolean name(TimeCursor text) {
        String name = text.readWord("");
        if (text.next() == '/' || text.next() == '_') {
            return region(name + text.readWord(OF_REGIONS));
        }
        String abbreviation = name.toUpperCase(Locale.ROOT);
        Integer hours = HOURS.get(abbreviation);
        if (hours == null) {
            return false;
        }
        offset = hours * HOUR;
        return !text.isAtSign() || UTC.contains(abbreviation) && offset(text, 1);
    }

    private boolean offset(TimeCursor text, int minHourDigits) {
        int sign = text.next() == '-' ? -1 : 1;
        text.skip((char) text.next());
        int digits = text.digits();
        boolean compact = digits == 4 || digits == 6;
        if (!compact && (digits < minHourDigits || digits > 2)) {
            return false;
        }
        text.readDigits(compact ? 2 : digits);
        final int hours = text.number();
        int minutes = 0;
        int seconds = 0;
        if (digits >= 4 || text.skip(':')) {
            if (!text.readDigits(2)) {
                return false;
            }
            minutes = text.number();
            if (digits == 6 || text.skip(':')) {
                if (!text.readDigits(2)) {
                    return false;
                }
                seconds = text.number();
            }
        }
        offset = sign * (hours * HOUR + minutes * 60 + seconds);
        return hours < 24 && minutes < 60 && seconds < 60;
    }

    /** The name that Go writes behind the offset; where the zone has none, that is the offset again. */
    private boolean goName(TimeCursor text) {
        text.skipBlanks();
        if (text.isAtSign()) {
            text.skip((char) text.next());
            return text.readNumber(2, 4);
        }
        if (!text.isAtLetter() || text.next() == 'm') {
            return true;
        }
        String name = text.readWord("");
        return name.length() <= LONGEST_NAME && name.equals(name.toUpperCase(Locale.ROOT));
    }

    /** What says no more about the zone, or nothing. */
    private boolean rest(TimeCursor text) {
        text.skipBlanks();
        while (text.next() == '[') {
            if (bracketed(text).isEmpty()) {
                return false;
            }
        }
        if (text.skip('(')) {
            return text.skipToLast(')');
        }
        if (text.skip('m')) {
            text.readWord("=+-.0123456789");
        }
        return true;
    }

    /** What stands in brackets; empty where they are not closed. */
    private String bracketed(TimeCursor text) {
        text.skip('[');
        String inside = text.readWord(IN_BRACKETS);
        return text.skip(']') ? inside : "";
    }
}
