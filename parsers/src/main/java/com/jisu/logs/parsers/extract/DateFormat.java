package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.OptionFault;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.joda.time.DateTimeZone;

/** A form of time, as Logstash's date filter names it. Immutable, and shared by all threads. */
interface DateFormat {

    /** What is no time of this form. */
    long NONE = Long.MIN_VALUE;

    /**
     * Reads a time.
     *
     * @param value a field's value: text, or a number
     * @param zone that of times which say none; null is possible where {@link #isEpoch()}
     * @param arrivalMillis when the event arrived: the year of times that say none is about that
     * @return epoch milliseconds, or {@link #NONE}
     */
    long read(Object value, DateTimeZone zone, long arrivalMillis);

    /** Whether it counts from a point in time, so that no zone matters. */
    default boolean isEpoch() {
        return false;
    }

    /** @throws OptionFault if it is no form of time */
    static DateFormat of(String format, Locale locale) throws OptionFault {
        return switch (format) {
            case "ISO8601" -> new IsoDate();
            case "UNIX" -> epoch(EpochDate::seconds);
            case "UNIX_MS" -> epoch(EpochDate::millis);
            case "TAI64N" -> epoch(EpochDate::tai);
            default -> LetterDate.of(format, locale);
        };
    }

    private static DateFormat epoch(ToLongFunction<Object> millis) {
        return new DateFormat() {
            @Override
            public long read(Object value, DateTimeZone zone, long arrivalMillis) {
                return millis.applyAsLong(value);
            }

            @Override
            public boolean isEpoch() {
                return true;
            }
        };
    }
}
