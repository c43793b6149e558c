package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.tree.StepFailure;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a column becomes, as Ruby's CSV converts it: a value that can not be read stays text. */
enum CsvConversion {
    NONE {
        @Override
        Object of(String value) {
            return value;
        }
    },
    INTEGER {
        @Override
        Object of(String value) {
            return value == null ? null : whole(value);
        }
    },
    FLOAT {
        @Override
        Object of(String value) {
            return value == null ? null : number(value);
        }
    },
    BOOLEAN {
        @Override
        Object of(String value) throws StepFailure {
            if (value == null) {
                throw new StepFailure("an empty column is no boolean");
            }
            String text = value.strip().toLowerCase(Locale.ROOT);
            return text.equals("true") ? Boolean.TRUE : text.equals("false") ? (Object) Boolean.FALSE : text;
        }
    },
    DATE {
        @Override
        Object of(String value) {
            return value == null ? null : time(value, DATES);
        }
    },
    DATE_TIME {
        @Override
        Object of(String value) {
            return value == null ? null : time(value, TIMES);
        }
    };

    private static final Pattern WHOLE =
            Pattern.compile("([-+]?)(?:0[xX](?<hex>%1$s)|0[bB](?<bin>%2$s)|0[oO]?_?(?<oct>%3$s)|(?:0[dD])?(?<dec>%4$s))"
                    .formatted(
                            "\\p{XDigit}+(?:_\\p{XDigit}+)*",
                            "[01]+(?:_[01]+)*",
                            "[0-7]+(?:_[0-7]+)*",
                            "\\d+(?:_\\d+)*"));
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:\\d+(?:_\\d+)*)?(?:\\.\\d+(?:_\\d+)*)?(?<=\\d)(?:[eE][-+]?\\d+(?:_\\d+)*)?");
    private static final Pattern HEX_NUMBER = Pattern.compile("([-+]?)0[xX](\\p{XDigit}+)");

    private static final String WORDS = "(?:\\w+,?\\s+)?(?<month>[a-zA-Z]+)\\s+(?<day>\\d{1,2})";
    private static final List<Pattern> DATES = List.of(
            Pattern.compile(WORDS + ",?\\s+(?<year>\\d{2,4})"), Pattern.compile("(?<iso>\\d{4}-\\d{2}-\\d{2})"));
    private static final List<Pattern> TIMES = List.of(
            Pattern.compile(
                    WORDS + "\\s+(?<hour>\\d{1,2}):(?<minute>\\d{1,2}):(?<second>\\d{1,2}),?\\s+(?<year>\\d{2,4})"),
            Pattern.compile("(?<iso>\\d{4}-\\d{2}-\\d{2}(?:\\s\\d{2}:\\d{2}:\\d{2}"
                    + "|(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?(?:[+-]\\d{2}:\\d{2}|Z)?)?)?))"));

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int LETTERS_OF_A_MONTH = 3;
    private static final int LAST_SHORT_YEAR = 68;
    private static final int MOST_DIGITS = 1000;

    /** The value that a column sets; an exception where Ruby has one. */
    abstract Object of(String value) throws StepFailure;

    /** @throws IllegalArgumentException if there is none of this name; the message says which there are */
    static CsvConversion named(String name) {
        for (CsvConversion each : values()) {
            if (each != NONE && each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "must be one of integer, float, boolean, date, date_time, not '" + name + "'");
    }

    private static Object whole(String value) {
        String text = value.strip();
        Matcher whole = WHOLE.matcher(text);
        if (text.length() > MOST_DIGITS || !whole.matches()) {
            return value;
        }
        BigInteger number = null;
        for (String base : new String[] {"hex", "bin", "oct", "dec"}) {
            String digits = whole.group(base);
            if (digits != null) {
                number = new BigInteger(digits.replace("_", ""), radix(base));
                break;
            }
        }
        BigInteger signed = whole.group(1).equals("-") ? number.negate() : number;
        return signed.bitLength() < Long.SIZE ? (Object) signed.longValue() : signed;
    }

    private static int radix(String base) {
        return switch (base) {
            case "hex" -> 16;
            case "bin" -> 2;
            case "oct" -> 8;
            default -> 10;
        };
    }

    private static Object number(String value) {
        String text = value.strip();
        if (text.length() > MOST_DIGITS) {
            return value;
        }
        Matcher hex = HEX_NUMBER.matcher(text);
        if (hex.matches()) {
            double size = new BigInteger(hex.group(2), 16).doubleValue();
            return hex.group(1).equals("-") ? -size : size;
        }
        if (!NUMBER.matcher(text).matches()) {
            return value;
        }
        double number = Double.parseDouble(text.replace("_", ""));
        return Double.isInfinite(number) ? (Object) value : (Object) number;
    }

    private static Object time(String value, List<Pattern> patterns) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(value);
            if (matcher.matches()) {
                Instant time = pattern.pattern().contains("<iso>") ? iso(matcher) : words(matcher, patterns == TIMES);
                return time == null ? value : EventTime.text(time);
            }
        }
        return value;
    }

    private static Instant iso(Matcher matcher) {
        return EventTime.read(matcher.group("iso").replaceFirst("\\s", "T"));
    }

    private static Instant words(Matcher matcher, boolean withTime) {
        String name = matcher.group("month").toLowerCase(Locale.ROOT);
        int month = name.length() < LETTERS_OF_A_MONTH ? -1 : MONTHS.indexOf(name.substring(0, LETTERS_OF_A_MONTH));
        try {
            LocalDate day =
                    LocalDate.of(year(matcher.group("year")), month + 1, Integer.parseInt(matcher.group("day")));
            LocalDateTime time = !withTime
                    ? day.atStartOfDay()
                    : day.atTime(
                            Integer.parseInt(matcher.group("hour")),
                            Integer.parseInt(matcher.group("minute")),
                            Integer.parseInt(matcher.group("second")));
            return time.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() > 2 ? year : year > LAST_SHORT_YEAR ? 1900 + year : 2000 + year;
    }
}
