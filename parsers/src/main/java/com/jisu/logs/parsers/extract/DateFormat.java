package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.OptionFault;
import java.util.Locale;
import org.joda.time.DateTimeZone;

/** A form of time, as Logstash's date filter names it. Immutable, and shared by all threads. */
interface DateFormat {

    /** What is no time of this form. */
    long NONE = Long.MIN_VALUE;

    /**
     * Reads a time.
     *
     * @param value a field's value: text, or a number
     * @param zone that of times which say none
     * @param arrivalMillis when the event arrived: the year of times that say none is about that
     * @return epoch milliseconds, or {@link #NONE}
     */
    long read(Object value, DateTimeZone zone, long arrivalMillis);

    /** @throws OptionFault if it is no form of time */
    static DateFormat of(String format, Locale locale) throws OptionFault {
        return switch (format) {
            case "ISO8601" -> new IsoDate();
            case "UNIX" -> (value, zone, arrival) -> EpochDate.seconds(value);
            case "UNIX_MS" -> (value, zone, arrival) -> EpochDate.millis(value);
            case "TAI64N" -> (value, zone, arrival) -> EpochDate.tai(value);
            default -> LetterDate.of(format, locale);
        };
    }
}
