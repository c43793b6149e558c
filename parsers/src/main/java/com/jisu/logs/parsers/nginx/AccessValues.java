package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the values of keys of access lines. */
final class AccessValues {

    /** Bytes of the longest number. */
    private static final int MAX_NUMBER = 32;

    /** Digits of the longest whole number, and of the longest duration, in nanoseconds. */
    private static final int MAX_DIGITS = 18;

    /** What servers write for nothing, beside a dash. */
    private static final String[] NOTHING = {"<BADREQ>", "<NOSRV>"};

    /** Digits of a fraction that is exact in nanoseconds, of seconds or less. */
    private static final int NANO_DIGITS = 9;

    /** Of ten, up to the power of seconds. */
    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    /** Units that stand behind a number, and the power of ten of nanoseconds that each is; some end like others. */
    private static final List<Unit> UNITS =
            List.of(unit("ns", 0), unit("us", 3), unit("\u00b5s", 3), unit("\u03bcs", 3), unit("ms", 6), unit("s", 9));

    private record Unit(byte[] name, int power) {}

    /** Reads one element of a list; gives null where it is of another form. */
    interface Element {
        Leaf value(byte[] text, int from, int to);
    }

    private AccessValues() {}

    private static Unit unit(String name, int power) {
        return new Unit(name.getBytes(StandardCharsets.UTF_8), power);
    }

    static boolean isAbsent(byte[] text, int from, int to) {
        if (from >= to || text[from] == '-' && to == from + 1) {
            return true;
        }
        if (text[from] == '<') {
            for (String word : NOTHING) {
                if (isText(text, from, to, word)) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean areSame(Leaf text, Leaf other) {
        return Arrays.equals(text.bytes(), text.from(), text.to(), other.bytes(), other.from(), other.to());
    }

    static boolean isText(byte[] text, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (text[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static Leaf text(byte[] text, int from, int to) {
        return Leaf.text(text, from, to);
    }

    static boolean isWhole(byte[] text, int from, int to) {
        return from < to && Ascii.afterDigits(text, from, to) == to;
    }

    static Leaf number(byte[] text, int from, int to) {
        if (!isWhole(text, from, to) || to - from > MAX_DIGITS) {
            return null;
        }
        boolean json = text[from] != '0' || to == from + 1;
        return json ? new Leaf(Leaf.Kind.NUMBER, text, from, to, 0) : Leaf.number(wholeNumber(text, from, to));
    }

    /** The number that these digits are, of which there are at most eighteen. */
    static long wholeNumber(byte[] text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }

    /** A number with a fraction, as it stands. */
    static Leaf decimal(byte[] text, int from, int to) {
        int point = Ascii.afterDigits(text, from, to);
        if (point == to) {
            return number(text, from, to);
        }
        boolean json = text[point] == '.'
                && point > from
                && (text[from] != '0' || point == from + 1)
                && point + 1 < to
                && Ascii.afterDigits(text, point + 1, to) == to
                && to - from <= MAX_NUMBER;
        return json ? new Leaf(Leaf.Kind.NUMBER, text, from, to, 0) : null;
    }

    /** A number of a unit of which there are so many powers of ten of nanoseconds. */
    static Leaf nanos(byte[] text, int from, int to, int power) {
        int point = Ascii.afterDigits(text, from, to);
        boolean plain = point > from
                && point - from <= NANO_DIGITS
                && (point == to
                        || text[point] == '.'
                                && point + 1 < to
                                && to - point - 1 <= power
                                && Ascii.afterDigits(text, point + 1, to) == to);
        if (plain) {
            int fraction = Math.max(0, to - point - 1);
            long digits = wholeNumber(text, from, point) * POWERS[fraction]
                    + (fraction == 0 ? 0 : wholeNumber(text, point + 1, to));
            return Leaf.number(digits * POWERS[power - fraction]);
        }
        return roundedNanos(text, from, to, power);
    }

    /** A number with its unit behind it, perhaps after a blank, in nanoseconds; null where there is no unit. */
    static Leaf nanosOfUnit(byte[] text, int from, int to) {
        if (from >= to || text[to - 1] != 's') { // as all of them end
            return null;
        }
        for (Unit unit : UNITS) {
            int end = to - unit.name().length;
            if (end > from && Arrays.equals(text, end, to, unit.name(), 0, unit.name().length)) {
                return nanos(text, from, text[end - 1] == ' ' ? end - 1 : end, unit.power());
            }
        }
        return null;
    }

    private static Leaf roundedNanos(byte[] text, int from, int to, int power) {
        BigDecimal number = bigDecimal(text, from, to);
        if (number == null || number.signum() < 0) {
            return null;
        }
        BigDecimal nanos = number.movePointRight(power);
        boolean bounded = nanos.precision() - nanos.scale() <= MAX_DIGITS;
        return bounded ? Leaf.number(nanos.setScale(0, RoundingMode.HALF_UP).longValue()) : null;
    }

    static boolean isNegative(byte[] text, int from, int to) {
        BigDecimal number = from < to && text[from] == '-' ? bigDecimal(text, from, to) : null;
        return number != null && number.signum() < 0;
    }

    private static BigDecimal bigDecimal(byte[] text, int from, int to) {
        boolean begins = to > from && to - from <= MAX_NUMBER && (text[from] == '-' || isWhole(text, from, from + 1));
        if (!begins) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII));
            return Math.abs(number.scale()) <= MAX_NUMBER ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The elements of a list as nginx writes it: between commas or colons, with dashes where there is none. */
    static JsonValue list(byte[] text, int from, int to, Element element) {
        List<JsonValue> all = new ArrayList<>();
        int at = from;
        while (at <= to) {
            int end = at;
            while (end < to && !isSeparator(text, end, to)) {
                end++;
            }
            if (!isAbsent(text, at, end)) {
                Leaf value = element.value(text, at, end);
                if (value == null) {
                    return null;
                }
                all.add(value);
            }
            at = end;
            while (at < to && (text[at] == ' ' || text[at] == ',' || text[at] == ':')) {
                at++;
            }
            if (at == end) {
                break;
            }
        }
        return new JsonArray(all);
    }

    /** A comma, or a colon between blanks. */
    private static boolean isSeparator(byte[] text, int at, int to) {
        return text[at] == ',' || text[at] == ' ' && at + 2 < to && text[at + 1] == ':' && text[at + 2] == ' ';
    }
}
