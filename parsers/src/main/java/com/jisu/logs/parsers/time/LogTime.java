package com.jisu.logs.parsers.time;

import com.jisu.logs.parsers.json.JsonText;
import com.jisu.logs.parsers.json.Leaf;

/**
 * Reads times in every form that loggers and servers write: ISO 8601, those of RFC 1123 and RFC 2822, of access and error
 * logs, of {@code asctime}, and numbers. The usual forms of ISO 8601 are read at once, the others part by part. Used by
 * one thread.
 */
public final class LogTime {

    /** Bytes of the longest text that is looked at. */
    private static final int MAX_LENGTH = 128;

    private final IsoTime iso = new IsoTime();
    private final TimeCursor cursor = new TimeCursor();
    private final DateReader date = new DateReader();
    private final ClockReader clock = new ClockReader();
    private final ZoneReader itsZone = new ZoneReader();
    private final byte[] decoded = new byte[MAX_LENGTH];

    /**
     * Reads a number, or a string.
     *
     * @param zone that of a text which names none
     */
    public boolean parse(Leaf leaf, LocalZone zone, Moment into) {
        if (leaf.kind() == Leaf.Kind.NUMBER) {
            return EpochTime.parse(leaf.bytes(), leaf.from(), leaf.to(), into);
        }
        if (!leaf.isString()) {
            return false;
        }
        int quote = leaf.kind() == Leaf.Kind.STRING ? 1 : 0;
        int from = leaf.from() + quote;
        int to = leaf.to() - quote;
        if (!leaf.isEscaped()) {
            return parse(leaf.bytes(), from, to, zone, into);
        }
        return to - from <= MAX_LENGTH
                && parse(decoded, 0, JsonText.decode(leaf.bytes(), from, to, decoded, 0), zone, into);
    }

    /**
     * Reads a text.
     *
     * @param zone that of a text which names none
     */
    public boolean parse(byte[] text, int from, int to, LocalZone zone, Moment into) {
        if (iso.parseWithBlank(text, from, to, into)) {
            if (!iso.hasZone()) {
                into.set(zone.epochSecond(into.seconds()), into.nanos());
            }
            return true;
        }
        int begin = from;
        int end = to;
        while (begin < end && text[begin] == ' ') {
            begin++;
        }
        while (begin < end && text[end - 1] == ' ') {
            end--;
        }
        if (begin < end && text[begin] == '[' && text[end - 1] == ']') {
            begin++;
            end--;
        }
        if (begin >= end || end - begin > MAX_LENGTH) {
            return false;
        }
        // Of digits alone: those that are a number of a time that can be stored are no date and time of day.
        boolean isNumber = EpochTime.parse(text, begin, end, into);
        if (isNumber && into.isStorable()) {
            return true;
        }
        cursor.begin(text, begin, end);
        return date(zone, into) || isNumber && EpochTime.parse(text, begin, end, into);
    }

    private boolean date(LocalZone zone, Moment into) {
        clock.clear();
        itsZone.clear();
        if (DateReader.readWeekday(cursor)) {
            cursor.skip(',');
            cursor.skipBlanks();
        }
        boolean read = cursor.isAtDigit() ? date.read(cursor) && afterDate() : monthFirst();
        if (!read || !cursor.isAtEnd() || !date.midnight(into)) {
            return false;
        }
        into.set(itsZone.epochSecond(into.seconds() + clock.second(), zone), clock.nanos());
        return true;
    }

    private boolean afterDate() {
        if (cursor.isAtEnd()) {
            return true;
        }
        // Of the zone of a date no hours alone are read: behind a minus, they are as likely a time of day.
        if (cursor.left() == 1 || cursor.isAtSign() && cursor.left() >= "+0100".length()) {
            return itsZone.read(cursor);
        }
        boolean begins = cursor.skipLetter('t')
                || cursor.skip(':')
                || cursor.skip(',') && cursor.skipBlanks()
                || cursor.skipBlanks()
                || cursor.isAtDigit();
        return begins && clock.read(cursor) && itsZone.read(cursor);
    }

    /** {@code Nov 29 15:53:47 2026}, where a zone may stand in front of the year or behind it, and JavaScript's form. */
    private boolean monthFirst() {
        if (!date.readMonthAndDay(cursor)) {
            return false;
        }
        cursor.skip(',');
        if (!cursor.skipBlanks()) {
            return false;
        }
        if (cursor.digits() == 4) {
            return date.readYear(cursor) && afterDate();
        }
        if (!clock.read(cursor) || !itsZone.read(cursor)) {
            return false;
        }
        cursor.skipBlanks();
        return date.readYear(cursor) && (itsZone.isNamed() || itsZone.read(cursor));
    }
}
