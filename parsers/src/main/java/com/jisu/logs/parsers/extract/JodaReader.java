package com.jisu.logs.parsers.extract;

import java.util.Locale;
import org.joda.time.DateTimeZone;
import org.joda.time.chrono.ISOChronology;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.DateTimeParser;
import org.joda.time.format.DateTimeParserBucket;

/**
 * Reads times by a formatter of Joda-Time. What is of another form is found without an exception: a step with several formats meets that
 * with every event. Immutable, and shared by all threads.
 */
final class JodaReader {

    /** The year of times that say none, while they are read: one with all days. */
    private static final int LEAP_YEAR = 2000;

    private final DateTimeFormatter formatter;
    private final DateTimeParser parser;
    private final Locale locale;

    JodaReader(DateTimeFormatter formatter, Locale locale) {
        this.formatter = formatter.withLocale(locale);
        this.parser = this.formatter.getParser();
        this.locale = locale;
    }

    /** The formatter, for what else it can. */
    DateTimeFormatter formatter() {
        return formatter;
    }

    /** Epoch milliseconds, or {@link DateFormat#NONE}: where there is no such day, or no such time in the zone, too. */
    long millis(String text, DateTimeZone zone) {
        DateTimeParserBucket bucket =
                new DateTimeParserBucket(0, ISOChronology.getInstance(zone), locale, null, LEAP_YEAR);
        try {
            return parser.parseInto(bucket, text, 0) == text.length()
                    ? bucket.computeMillis(true, text)
                    : DateFormat.NONE;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return DateFormat.NONE;
        }
    }

    /** Whether a text is of this form, be there such a day or not. */
    boolean matches(String text) {
        DateTimeParserBucket bucket =
                new DateTimeParserBucket(0, ISOChronology.getInstanceUTC(), locale, null, LEAP_YEAR);
        return parser.parseInto(bucket, text, 0) == text.length();
    }
}
