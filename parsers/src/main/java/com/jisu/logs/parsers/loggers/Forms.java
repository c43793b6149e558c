package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.document.ProgramPlace;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.loggers.KnownKey.Form;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** What values the forms of the table take, and what becomes of them. */
public final class Forms {

    private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);
    private static final int MAX_PATH = 256;
    private static final Pattern ID = Pattern.compile("(?:projects/[^/\\s]+/(?:traces|spans)/)?[\\w-]{1,64}");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Leaf STDOUT = Leaf.text("stdout");
    private static final Leaf STDERR = Leaf.text("stderr");

    private Forms() {}

    /** Whether a value is of the form, which may be null. */
    static boolean takes(Form form, JsonValue value) {
        return switch (form) {
            case TIME, OTHER_TIME, NOTHING -> JsonValue.isPresent(value);
            case MESSAGE, OTHER_MESSAGE -> Texts.isText(value);
            case ARGUMENTS -> JsonArray.isOne(value);
            case LEVEL, SYSLOG_LEVEL, DATABASE_LEVEL -> Texts.isTextOrNumber(value) && !isBlank(form, value);
            case SEVERITY_LEVEL -> Texts.isTextOrNumber(value) && Level.ofSeverity((Leaf) value) != null;
            case LEVEL_WORD -> Texts.isText(value) && Level.isWord((Leaf) value);
            case ORIGIN -> Texts.isText(value) && isOrigin((Leaf) value);
            case ADDRESS -> Texts.isText(value) && !isOrigin((Leaf) value);
            case TEXT, LAST_PART, HOST, LONG_MESSAGE -> Texts.isText(value);
            case TRACE_INSIDE -> Texts.isText(value) && StackTrace.inside(((Leaf) value).text()) != null;
            case ID -> Texts.isTextOrNumber(value) && isId((Leaf) value);
            case VALUE, COPY -> Texts.isTextOrNumber(value);
            case NUMBER, MILLIS -> Texts.isNumber(value) || Texts.isText(value) && Texts.isDigits((Leaf) value);
            case POSITIVE -> value instanceof Leaf leaf && isPositive(leaf);
            case WHOLE -> value instanceof Leaf leaf && isWhole(leaf);
            case STREAM -> value instanceof Leaf leaf && (leaf.isText("out") || leaf.isText("err"));
            case KEPT -> JsonValue.isPresent(value) && value instanceof Leaf leaf && leaf.kind() != Leaf.Kind.OBJECT;
            case ERROR ->
                Texts.isText(value)
                        || value instanceof JsonObject
                        || ErrorObject.isList(value)
                        || StackTrace.isLines(value);
            case STACK_TRACE -> StackTrace.isTrace(value) && !Texts.isEmpty(value) || ErrorObject.isWhole(value);
            case CONTAINER -> value instanceof JsonObject;
        };
    }

    private static boolean isOrigin(Leaf leaf) {
        String text = leaf.text();
        // A column would be lost.
        return ProgramPlace.of(text)
                .filter(place -> text.endsWith(place.file() + ':' + place.line()))
                .isPresent();
    }

    private static boolean isId(Leaf leaf) {
        return leaf.length() <= MAX_PATH && ID.matcher(leaf.text()).matches();
    }

    /** Whether it is a text that says nothing, where a level or a stack trace is looked for. */
    static boolean isBlank(Form form, JsonValue value) {
        return switch (form) {
            case LEVEL -> Texts.isText(value) && Texts.isEmpty(Level.bare((Leaf) value));
            case STACK_TRACE -> Texts.isEmpty(value);
            default -> false;
        };
    }

    private static boolean isWhole(Leaf leaf) {
        return leaf.kind() == Leaf.Kind.NUMBER
                && leaf.length() <= MAX_PATH
                && WHOLE.matcher(leaf.text()).matches();
    }

    private static boolean isPositive(Leaf leaf) {
        return leaf.kind() == Leaf.Kind.NUMBER && isPositive(leaf.bytes(), leaf.from(), leaf.to());
    }

    /** Whether these are digits, not too many of them, of a number above 0. */
    public static boolean isPositive(byte[] digits, int from, int to) {
        boolean positive = false;
        for (int i = from; i < to; i++) {
            if (digits[i] < '0' || digits[i] > '9') {
                return false;
            }
            positive |= digits[i] != '0';
        }
        return positive && to - from <= 18;
    }

    /** A value that was taken, as its field has it. */
    static JsonValue value(Form form, JsonValue value) {
        return switch (form) {
            case NUMBER -> Texts.isText(value) ? Leaf.number(Long.parseLong(((Leaf) value).text())) : value;
            case ID, LAST_PART -> lastPart((Leaf) value);
            case MILLIS -> nanos((Leaf) value);
            case STREAM -> ((Leaf) value).isText("out") ? STDOUT : STDERR;
            default -> value;
        };
    }

    private static Leaf lastPart(Leaf leaf) {
        String text = leaf.text();
        int slash = text.lastIndexOf('/');
        return slash < 0 ? leaf : Texts.leaf(text.substring(slash + 1));
    }

    /** Milliseconds as a whole number of nanoseconds; the value itself where they are too many. */
    static Leaf nanos(Leaf millis) {
        if (millis.length() > 20) {
            return millis;
        }
        BigDecimal nanos = new BigDecimal(millis.text()).multiply(NANOS_PER_MILLI);
        return nanos.signum() >= 0 && nanos.precision() - nanos.scale() <= 18 ? Leaf.number(nanos.longValue()) : millis;
    }
}
