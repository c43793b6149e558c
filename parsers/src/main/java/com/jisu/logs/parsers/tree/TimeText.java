package com.jisu.logs.parsers.tree;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Locale;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.ISODateTimeFormat;

/** How a time is written in a text: letters of Joda-Time, as in Logstash, {@code ISO8601}, {@code UNIX} or {@code UNIX_MS}; in UTC. */
final class TimeText {

    private static final DateTimeFormatter READ =
            ISODateTimeFormat.dateTimeParser().withZone(DateTimeZone.UTC);
    private static final int MILLIS = 1000;

    private final String format;
    private final DateTimeFormatter write;

    private TimeText(String format, DateTimeFormatter write) {
        this.format = format;
        this.write = write;
    }

    /** @throws IllegalArgumentException if it is no format */
    static TimeText of(String format) {
        return switch (format) {
            case "UNIX", "UNIX_MS" -> new TimeText(format, null);
            case "ISO8601" -> new TimeText(format, ISODateTimeFormat.dateTime().withZone(DateTimeZone.UTC));
            default -> {
                if (format.isEmpty()) {
                    throw new IllegalArgumentException("behind | stands how a time is written, such as yyyy.MM.dd");
                }
                yield new TimeText(
                        format,
                        DateTimeFormat.forPattern(format)
                                .withZone(DateTimeZone.UTC)
                                .withLocale(Locale.ENGLISH));
            }
        };
    }

    /** The text of a time; null of what is none. */
    String of(Object time) {
        Long millis = millis(time);
        if (millis == null) {
            return null;
        }
        if (write != null) {
            return write.print(millis);
        }
        return Long.toString(format.equals("UNIX") ? Math.floorDiv(millis, MILLIS) : millis);
    }

    /** Whether a value is the text of a time. */
    static boolean isTime(JsonValue value) {
        return value instanceof Leaf leaf && (leaf.has(Leaf.TIME) || leaf.isString() && millis(leaf.text()) != null);
    }

    private static Long millis(Object time) {
        try {
            return time instanceof String text ? (Long) READ.parseMillis(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
