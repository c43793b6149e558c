package com.jisu.logs.app.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A time as options name it. */
public final class PointInTime {

    private PointInTime() {}

    /**
     * Reads a time with its offset, such as {@code 2026-11-24T08:00:00Z}, or a day, which begins in UTC.
     *
     * @throws java.time.DateTimeException if it is neither
     */
    public static Instant parse(String text) {
        return text.contains("T")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
