package com.jisu.logs.parsers.time;

import com.jisu.logs.parsers.json.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The time of an access log, {@code 06/May/2024:07:08:09 +0000}, in every form that grok's HTTPDATE takes. */
public final class HttpDate {

    private static final Map<String, Integer> MONTHS = months();

    private byte[] in;
    private int at;
    private int end;
    private int number;

    private int day;
    private int month;
    private int year;
    private int secondOfDay;
    private int offset;

    /** Reads the date that begins here; gives the offset after it, or -1. */
    public int scan(byte[] line, int from, int to) {
        in = line;
        at = from;
        end = to;
        boolean read = number(1, 2)
                && (day = number) > 0
                && day <= 31
                && month()
                && skip('/')
                && year()
                && skip(':')
                && time()
                && skip(' ')
                && offset();
        return read ? at : -1;
    }

    /** Puts what {@link #scan} has read; false if there is no such time, such as on February 30th. */
    public boolean get(Moment into) {
        return offset != Integer.MIN_VALUE && into.set(year, month, day, secondOfDay, 0, offset);
    }

    private boolean month() {
        if (!skip('/')) {
            return false;
        }
        if (end - at > 3 && in[at + 3] == '/') {
            month = switch ((in[at] | 0x20) << 16 | in[at + 1] << 8 | in[at + 2]) {
                case 'j' << 16 | 'a' << 8 | 'n' -> 1;
                case 'f' << 16 | 'e' << 8 | 'b' -> 2;
                case 'm' << 16 | 'a' << 8 | 'r' -> 3;
                case 'a' << 16 | 'p' << 8 | 'r' -> 4;
                case 'm' << 16 | 'a' << 8 | 'y' -> 5;
                case 'j' << 16 | 'u' << 8 | 'n' -> 6;
                case 'j' << 16 | 'u' << 8 | 'l' -> 7;
                case 'a' << 16 | 'u' << 8 | 'g' -> 8;
                case 's' << 16 | 'e' << 8 | 'p' -> 9;
                case 'o' << 16 | 'c' << 8 | 't' -> 10;
                case 'n' << 16 | 'o' << 8 | 'v' -> 11;
                case 'd' << 16 | 'e' << 8 | 'c' -> 12;
                default -> 0;
            };
            if (month > 0) {
                at += 3;
                return true;
            }
        }
        int from = at;
        while (at < end && at - from < 12 && in[at] != '/') {
            at++;
        }
        String name = new String(in, from, at - from, StandardCharsets.UTF_8);
        if (name.isEmpty()) {
            return false;
        }
        Integer found = MONTHS.get(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        month = found == null ? 0 : found;
        return found != null;
    }

    private static Map<String, Integer> months() {
        String[] names = {
            "jan january januar",
            "feb february februar",
            "mr mar m\u00e4r mrch march m\u00e4rch mrz marz m\u00e4rz",
            "apr april",
            "ma may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep september",
            "ot oct okt otober october oktober",
            "nov november",
            "dec dez december dezember"
        };
        Map<String, Integer> months = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i].split(" ")) {
                months.put(name, i + 1);
            }
        }
        return months;
    }

    private boolean year() {
        if (!number(2, 4)) {
            return false;
        }
        year = number;
        return true;
    }

    private boolean time() {
        if (!number(1, 2) || number > 23) {
            return false;
        }
        secondOfDay = number * 3600;
        if (!skip(':') || !number(2, 2) || number > 59) {
            return false;
        }
        secondOfDay += number * 60;
        // 60 is a leap second: the first of the next minute, as nobody's clock here has one.
        if (!skip(':') || !number(1, 2) || number > 60) {
            return false;
        }
        secondOfDay += number;
        if (at < end && (in[at] == '.' || in[at] == ',' || in[at] == ':')) {
            at++;
            return skipDigits() > 0;
        }
        return true;
    }

    private boolean offset() {
        int sign = 1;
        if (at < end && (in[at] == '+' || in[at] == '-')) {
            sign = in[at] == '-' ? -1 : 1;
            at++;
        }
        int from = at;
        if (skipDigits() != 4) {
            offset = Integer.MIN_VALUE;
            return at > from;
        }
        int hours = (in[from] - '0') * 10 + in[from + 1] - '0';
        int minutes = (in[from + 2] - '0') * 10 + in[from + 3] - '0';
        offset = hours > 23 || minutes > 59 ? Integer.MIN_VALUE : sign * (hours * 3600 + minutes * 60);
        return true;
    }

    private int skipDigits() {
        int from = at;
        at = Ascii.afterDigits(in, at, end);
        return at - from;
    }

    private boolean number(int minDigits, int maxDigits) {
        int from = at;
        number = 0;
        while (at < end && at - from < maxDigits && in[at] >= '0' && in[at] <= '9') {
            number = number * 10 + in[at] - '0';
            at++;
        }
        return at - from >= minDigits && at - from != 3;
    }

    private boolean skip(char c) {
        if (at < end && in[at] == c) {
            at++;
            return true;
        }
        return false;
    }
}
