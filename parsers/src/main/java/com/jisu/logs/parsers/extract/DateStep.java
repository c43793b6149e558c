package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.FieldText;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.joda.time.DateTimeZone;

/** Reads a time, as Logstash's date filter does. Immutable, and shared by all threads. */
final class DateStep implements Step {

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*");

    private final FieldPath field;
    private final FieldPath target;
    private final List<DateFormat> formats;

    /** The zone; null where each event says it. */
    private final DateTimeZone zone;

    private final FieldText zoneOfEvent;

    private DateStep(
            FieldPath field, FieldPath target, List<DateFormat> formats, DateTimeZone zone, FieldText zoneOfEvent) {
        this.field = field;
        this.target = target;
        this.formats = List.copyOf(formats);
        this.zone = zone;
        this.zoneOfEvent = zoneOfEvent;
    }

    static StepType type() {
        return new StepType(
                "date",
                "Reads a time from a field.",
                List.of(
                        StepOption.required("field", Kind.FIELD, "Where the time stands."),
                        StepOption.required(
                                "formats",
                                Kind.TEXTS,
                                "Tried in their order: ISO8601, UNIX, UNIX_MS, TAI64N, or letters such as dd/MMM/yyyy:HH:mm:ss Z."),
                        StepOption.optional(
                                "target", Kind.FIELD, "@timestamp", "Where it goes, in UTC with milliseconds."),
                        StepOption.optional(
                                "timezone",
                                Kind.TEMPLATE,
                                "UTC",
                                "Zone of times that say none, such as Europe/Berlin, +02:00 or ${event.timezone}."),
                        StepOption.optional(
                                "locale", Kind.TEXT, "en", "Language of the names of months and days, such as de-DE.")),
                List.of("_dateparsefailure"),
                null,
                DateStep::make);
    }

    private static Step make(StepOptions options, StepContext context) throws OptionFault {
        List<String> texts = options.texts("formats");
        if (texts.isEmpty()) {
            throw new OptionFault("formats", "must have at least one format");
        }
        Locale locale = locale(options.text("locale", "en"));
        List<DateFormat> formats = new ArrayList<>();
        for (String text : texts) {
            formats.add(DateFormat.of(text, locale));
        }
        FieldText zoneText = StepOptions.template("timezone", options.text("timezone", "UTC"));
        DateTimeZone zone = zoneText.isConstant() ? zone(zoneText.source()) : null;
        if (zoneText.isConstant() && zone == null) {
            throw new OptionFault(
                    "timezone", "must be a zone such as Europe/Berlin, UTC or +02:00, not '" + zoneText.source() + "'");
        }
        return new DateStep(options.field("field", ""), options.field("target", "@timestamp"), formats, zone, zoneText);
    }

    private static Locale locale(String text) throws OptionFault {
        Locale locale = Locale.forLanguageTag(text.replace('_', '-'));
        boolean known = LANGUAGE.matcher(text).matches()
                && Arrays.stream(Locale.getISOLanguages()).anyMatch(locale.getLanguage()::equals);
        if (!known) {
            throw new OptionFault("locale", "must be a language such as en, de-DE or fr, not '" + text + "'");
        }
        return locale;
    }

    /** The zone of this name; null if there is none. */
    private static DateTimeZone zone(String name) {
        try {
            return name.isEmpty() ? null : DateTimeZone.forID(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        JsonValue value = event.value(field);
        if (!JsonValue.isPresent(value)) {
            return Outcome.NOTHING;
        }
        if (!(value instanceof Leaf leaf) || !leaf.isScalar()) {
            return Outcome.FAILED;
        }
        DateTimeZone its = zone != null ? zone : zone(zoneOfEvent.of(event));
        Object time = Values.java(leaf);
        for (DateFormat format : formats) {
            if (its == null && !format.isEpoch()) {
                continue;
            }
            long millis = format.read(time, its, event.arrivalMillis());
            if (millis != DateFormat.NONE) {
                Moment moment = new Moment();
                moment.setMillis(millis);
                event.set(target, moment.toLeaf());
                return Outcome.DONE;
            }
        }
        if (its == null) {
            throw new StepFailure("'" + zoneOfEvent.of(event) + "' is no zone");
        }
        return Outcome.FAILED;
    }
}
