package com.jisu.logs.parsers.extract;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.ISODateTimeFormat;

/** ISO 8601, and what Logstash takes for it: a blank instead of the T, if there are milliseconds. Immutable. */
final class IsoDate implements DateFormat {

    private static final List<JodaReader> READERS = Stream.<DateTimeFormatter>of(
                    ISODateTimeFormat.dateTimeParser(),
                    DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss.SSSZ"),
                    DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss.SSS"),
                    DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss,SSSZ"),
                    DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss,SSS"))
            .map(each -> new JodaReader(each, Locale.ENGLISH))
            .toList();

    @Override
    public long read(Object value, DateTimeZone zone, long arrivalMillis) {
        if (value instanceof String text) {
            for (JodaReader reader : READERS) {
                long millis = reader.millis(text, zone);
                if (millis != NONE) {
                    return millis;
                }
            }
        }
        return NONE;
    }
}
