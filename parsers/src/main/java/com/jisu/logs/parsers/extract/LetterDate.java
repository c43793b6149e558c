package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.OptionFault;
import java.util.Locale;
import org.joda.time.DateTime;
import org.joda.time.DateTimeConstants;
import org.joda.time.DateTimeZone;
import org.joda.time.LocalDateTime;
import org.joda.time.format.DateTimeFormat;

/** A form of time in Joda-Time's letters, such as {@code dd/MMM/yyyy:HH:mm:ss Z}. Immutable. */
final class LetterDate implements DateFormat {

    /** Null where Joda-Time alone reads it. */
    private final PlainDate plain;

    private final JodaReader reader;
    private final boolean hasYear;
    private final boolean hasOffset;

    private LetterDate(PlainDate plain, JodaReader reader, boolean hasYear, boolean hasOffset) {
        this.plain = plain;
        this.reader = reader;
        this.hasYear = hasYear;
        this.hasOffset = hasOffset;
    }

    static LetterDate of(String format, Locale locale) throws OptionFault {
        try {
            return new LetterDate(
                    PlainDate.of(format, locale),
                    new JodaReader(DateTimeFormat.forPattern(format), locale),
                    format.contains("y") || format.contains("Y"),
                    format.contains("Z"));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new OptionFault(
                    "formats",
                    "must be ISO8601, UNIX, UNIX_MS, TAI64N or letters such as yyyy-MM-dd HH:mm:ss, not '" + format
                            + "': " + e.getMessage());
        }
    }

    @Override
    public long read(Object value, DateTimeZone zone, long arrivalMillis) {
        if (!(value instanceof String text)) {
            return NONE;
        }
        long millis = plain == null ? NONE : plain.millis(text, zone);
        if (millis != NONE) {
            return millis;
        }
        return hasYear ? reader.millis(text, zone) : withoutYear(text, zone, arrivalMillis);
    }

    /** The year is that of the arrival; over the turn of the year, the one that is nearer. */
    private long withoutYear(String text, DateTimeZone zone, long arrivalMillis) {
        if (!reader.matches(text)) {
            return NONE;
        }
        try {
            if (hasOffset) {
                DateTime time = reader.formatter().withZone(zone).parseDateTime(text);
                return time.withYear(year(time.getMonthOfYear(), arrivalMillis)).getMillis();
            }
            LocalDateTime time = reader.formatter().withZoneUTC().parseLocalDateTime(text);
            return time.withYear(year(time.getMonthOfYear(), arrivalMillis))
                    .toDateTime(zone)
                    .getMillis();
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    private static int year(int month, long arrivalMillis) {
        DateTime now = new DateTime(arrivalMillis, DateTimeZone.UTC);
        boolean last = month == DateTimeConstants.DECEMBER && now.getMonthOfYear() == DateTimeConstants.JANUARY;
        boolean next = month == DateTimeConstants.JANUARY && now.getMonthOfYear() == DateTimeConstants.DECEMBER;
        return now.getYear() + (next ? 1 : 0) - (last ? 1 : 0);
    }
}
