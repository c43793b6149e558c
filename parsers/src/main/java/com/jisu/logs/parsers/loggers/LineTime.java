package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.ShipperZone;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.time.NamedZones;
import java.util.ArrayList;
import java.util.List;

/** Finds the time of a line among the keys that may have it, and makes it the document's. */
public final class LineTime {

    private static final Key AT_TIMESTAMP = Keys.known("@timestamp");
    private static final Key UNUSABLE_TIMESTAMP = Field.UNUSABLE_TIMESTAMP.path(Schema.ECS)[0];
    private static final Key ASCTIME = Keys.known("asctime");
    private static final Key TIMESTAMP_SECONDS = Keys.known("timestampSeconds");
    private static final Key TIMESTAMP_NANOS = Keys.known("timestampNanos");
    private static final Key NANOSECONDS = Keys.known("nanoseconds");
    private static final Key EXTENDED_DATE = new Key("$date", false);
    private static final Key REPRESENTATION = Keys.known("repr");
    private static final Key TIMESTAMP = Keys.known("timestamp");

    private static final Key EVENT = Keys.known("event");
    private static final Key TIMEZONE = Field.EVENT_TIMEZONE.path(Schema.ECS)[1];
    private static final Key EVENT_TIMEZONE = new Key("event.timezone", false);

    /** Names of seconds and of nanoseconds in an object that is a time. */
    private static final Key[][] PARTS = {
        {Keys.known("epochSecond"), Keys.known("nanoOfSecond")},
        {Keys.known("seconds"), Keys.known("nanos")}
    };

    private static final int NANOS = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final LogTime logTime = new LogTime();
    private final NamedZones zones = new NamedZones();
    private final ShipperZone shipperZone = new ShipperZone();
    private LocalZone zone = LocalZone.UTC;
    private final Moment moment = new Moment();
    private final Moment other = new Moment();

    /**
     * Whether it is a time in any form that is read and can be stored; it is in the moment then.
     *
     * @param ofZoneless the zone of a time that names none
     */
    public boolean isTime(Leaf leaf, LocalZone ofZoneless, Moment into) {
        return logTime.parse(leaf, ofZoneless, into) && into.isStorable();
    }

    /** Whether it is a time, be it one that can not be stored. */
    private boolean isReadable(JsonValue value) {
        return value instanceof Leaf leaf && logTime.parse(leaf, zone, other) && other.hasFourDigitYear();
    }

    /**
     * Takes the time out of a line, where one is understood.
     *
     * @param line may say the zone of its times itself
     * @param found what may be it
     */
    void take(Document document, JsonObject line, List<Found> found) {
        zone = zone(document, line);
        List<Found> times = inOrder(found);
        Found chosen = choose(document, times);
        if (chosen == null) {
            keepOthers(document, times, null);
            return;
        }
        set(document, chosen);
        chosen.take();
        keepOthers(document, times, chosen);
    }

    /** Whether one of these times is understood. */
    boolean isAmong(Document document, JsonObject line, List<Found> found) {
        zone = zone(document, line);
        return found.stream().anyMatch(each -> read(each, other));
    }

    /** The zone of times that name none: what the line says of it counts more than what the shipper does. */
    private LocalZone zone(Document document, JsonObject line) {
        JsonObject event = line.object(EVENT);
        JsonValue own = event == null ? line.get(EVENT_TIMEZONE) : event.get(TIMEZONE);
        if (own instanceof Leaf name && name.isString() && !Texts.isEmpty(name)) {
            document.asksMore();
            return zones.get(name);
        }
        return shipperZone.of(document);
    }

    /** Those which count more first; those which count only where there are no others, if there are. */
    private static List<Found> inOrder(List<Found> found) {
        List<Found> times = new ArrayList<>(found);
        times.sort((one, two) -> one.isBefore(two) ? -1 : two.isBefore(one) ? 1 : 0);
        times.sort((one, two) -> Boolean.compare(isOther(one), isOther(two)));
        return times;
    }

    private static boolean isOther(Found time) {
        return time.form() == KnownKey.Form.OTHER_TIME;
    }

    private Found choose(Document document, List<Found> times) {
        boolean failed = false;
        boolean others = times.stream().allMatch(LineTime::isOther);
        for (Found time : times) {
            if (isOther(time) && !others) {
                break;
            }
            if (read(time, moment)) {
                return time;
            }
            boolean readable = isReadable(time.value());
            if (readable) {
                document.tag(Tag.OUT_OF_RANGE);
            }
            boolean tells = time.source() == 0
                    && (!isOther(time) || time.key().equals(ASCTIME))
                    && !time.key().equals(AT_TIMESTAMP);
            failed |= tells && !readable;
        }
        if (failed) {
            document.tag(Tag.DATE_FAILURE);
        }
        return null;
    }

    /** Makes the time that was read the document's, with the nanoseconds that stand beside it. */
    private void set(Document document, Found time) {
        if (time.value() instanceof Leaf leaf) {
            Key nanos = time.key().equals(TIMESTAMP_SECONDS) ? TIMESTAMP_NANOS : NANOSECONDS;
            document.asks(AskedValues.Question.TIME, leaf);
            if (!setNanos(document, time.in(), nanos, leaf)) {
                document.setTime(moment, leaf);
            }
            return;
        }
        JsonObject object = (JsonObject) time.value();
        for (Key[] names : PARTS) {
            if (object.get(names[0]) instanceof Leaf seconds) {
                if (Texts.isNumber(seconds)) {
                    document.asks(AskedValues.Question.SECONDS, seconds);
                } else {
                    document.asksMore();
                }
                readSeconds(seconds, moment);
                if (setNanos(document, object, names[1], seconds)) {
                    return;
                }
                if (Texts.isNumber(seconds)) {
                    document.setTime(moment, seconds);
                } else {
                    document.setTime(moment);
                }
                return;
            }
        }
        if (object.get(EXTENDED_DATE) instanceof Leaf leaf) {
            document.asks(AskedValues.Question.TIME, leaf);
            document.setTime(moment, leaf);
        } else {
            document.setTime(moment);
        }
    }

    /** Makes the time the document's with nanoseconds that stand beside it; says whether there are any. */
    private boolean setNanos(Document document, JsonObject beside, Key key, Leaf time) {
        JsonValue value = beside.get(key);
        if (value == null) {
            return false;
        }
        boolean number = Texts.isNumber(value) && Texts.isNumber(time);
        if (!readNanos(value, moment)) {
            return false;
        }
        if (Texts.isNumber(value)) {
            document.asks(AskedValues.Question.NANOS, (Leaf) value);
        } else {
            document.asksMore();
        }
        beside.remove(key);
        if (number) {
            document.setTime(moment, time);
        } else {
            document.setTime(moment);
        }
        return true;
    }

    private static boolean readSeconds(Leaf seconds, Moment into) {
        Leaf digits = digits(seconds);
        return digits != null && isSeconds(digits.bytes(), digits.from(), digits.to(), into);
    }

    private static boolean readNanos(JsonValue nanos, Moment into) {
        Leaf digits = nanos instanceof Leaf leaf ? digits(leaf) : null;
        return digits != null && addNanos(digits.bytes(), digits.from(), digits.to(), into);
    }

    /** A number, also one in a text, as its digits; null if it is neither. */
    private static Leaf digits(Leaf leaf) {
        return Texts.isText(leaf) && Texts.isDigits(leaf) ? Leaf.text(leaf.text()) : Texts.isNumber(leaf) ? leaf : null;
    }

    /** Whether these are the digits of whole seconds since 1970, of a time that can be stored; it is in the moment then. */
    public static boolean isSeconds(byte[] text, int from, int to, Moment into) {
        long seconds = number(text, from, to);
        into.set(seconds, 0);
        return seconds >= 0 && into.isStorable();
    }

    /** Adds nanoseconds of the second to a time that has only its milliseconds or less, if they belong to it. */
    public static boolean addNanos(byte[] text, int from, int to, Moment time) {
        long nanos = number(text, from, to);
        boolean belong = nanos >= 0
                && nanos < NANOS
                && time.nanos() % NANOS_PER_MILLI == 0
                && (time.nanos() == 0 || nanos / NANOS_PER_MILLI == time.nanos() / NANOS_PER_MILLI);
        if (belong) {
            time.set(time.seconds(), (int) nanos);
        }
        return belong;
    }

    /** What these digits are; -1 if there is anything else, or too many of them. */
    private static long number(byte[] text, int from, int to) {
        long number = to > from && to - from <= 12 ? 0 : -1;
        for (int i = from; i < to && number >= 0; i++) {
            int digit = text[i] - '0';
            number = digit < 0 || digit > 9 ? -1 : number * 10 + digit;
        }
        return number;
    }

    /** Others that say the same go; an {@code @timestamp} never stays. */
    private void keepOthers(Document document, List<Found> times, Found chosen) {
        for (Found time : times) {
            if (time == chosen) {
                continue;
            }
            boolean top = time.source() == 0 && time.key().equals(AT_TIMESTAMP);
            boolean usable = (top || chosen != null) && read(time, other);
            if (chosen != null && usable && other.isSame(moment)) {
                time.take();
            } else if (top) {
                time.take();
                keep(document, time, usable);
            }
        }
    }

    private void keep(Document document, Found time, boolean usable) {
        if (usable) {
            document.moveToApplication(AT_TIMESTAMP, time.value());
            return;
        }
        if (isReadable(time.value())) {
            document.tag(Tag.OUT_OF_RANGE);
        }
        if (time.in().get(UNUSABLE_TIMESTAMP) == null && document.root().get(UNUSABLE_TIMESTAMP) == null) {
            document.keepUnusableTime(time.value());
        } else {
            document.tag(Tag.TIMESTAMP_FAILURE);
            document.moveToApplication(AT_TIMESTAMP, time.value());
        }
    }

    private boolean read(Found time, Moment into) {
        if (time.value() instanceof JsonObject object) {
            return read(object, into);
        }
        return time.value() instanceof Leaf leaf && isTime(leaf, zone, into);
    }

    private boolean read(JsonObject object, Moment into) {
        for (Key[] names : PARTS) {
            if (object.get(names[0]) instanceof Leaf seconds) {
                JsonValue nanos = object.get(names[1]);
                return readSeconds(seconds, into) && (!JsonValue.isPresent(nanos) || readNanos(nanos, into));
            }
        }
        return isTime(object.get(EXTENDED_DATE), into)
                || isTime(object.get(REPRESENTATION), into)
                || object.get(REPRESENTATION) != null && isTime(object.get(TIMESTAMP), into);
    }

    private boolean isTime(JsonValue value, Moment into) {
        return value instanceof Leaf leaf && isTime(leaf, zone, into);
    }
}
