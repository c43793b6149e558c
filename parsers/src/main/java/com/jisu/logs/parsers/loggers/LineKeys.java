package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.ProgramPlace;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.loggers.KnownKey.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes known keys out of a line, before the rest of it is merged into the document, and puts their values where ECS has
 * them, after that: what the line has under its ECS name always wins. Used by one thread, line by line.
 */
public final class LineKeys {

    private static final Key APPLICATION = Keys.known("application");
    private static final Key HOST = Keys.known("host");
    private static final Key FIELDS = Keys.known("fields");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key LEVEL = Keys.known("level");
    private static final Key LOGGER = new Key("logger", false);
    private static final Key[] APPLICATION_HOST = {APPLICATION, HOST};
    private static final Key[] SOURCE_IP = Field.CLIENT_IP.path(Schema.ECS);
    private static final Key[] DURATION = Field.EVENT_DURATION.path(Schema.ECS);

    /** What begins the names that journald has for itself. */
    private static final String JOURNALS_OWN = "__";

    /** How PostgreSQL begins a message that tells how long a statement took. */
    private static final Pattern STATEMENT_DURATION =
            Pattern.compile("duration: (\\d{1,12}(?:\\.\\d{1,6})?) ms(?:\\s.*)?", Pattern.DOTALL);

    private final KeyIndex index;
    private final FoundKeys found;
    private final LineTime time;
    private final LineErrors errors = new LineErrors();

    /** By the numbers of fields, which of the keys for one counts most. */
    private final Found[] first;

    private final List<Found> taken = new ArrayList<>();

    /** What says something else than the key that counts. In the line it could be stored in the same field, and first. */
    private final List<Found> losers = new ArrayList<>();

    /** What is kept among the application's. */
    private final JsonObject kept = new JsonObject();

    private Found level;
    private Leaf spelled;
    private Leaf message;

    /** The message that stays in the line, if nobody has asked more of it than whether it is empty. */
    private Leaf ownMessage;

    private boolean ofDatabase;

    public LineKeys(KeyIndex index, LineTime time) {
        this.index = index;
        this.found = new FoundKeys(index);
        this.time = time;
        this.first = new Found[index.fields()];
    }

    /**
     * Takes out of a line what is known of it.
     *
     * @param rests further values to be kept among the application's; null for none
     * @param isUnfolded whether it was looked at what texts in the line say
     */
    public void take(Document document, JsonObject line, JsonObject rests, boolean isUnfolded) {
        final boolean gelf = Beside.GELF.holds(line);
        final boolean ofJournal = Beside.JOURNALD.holds(line);
        ofDatabase = Beside.POSTGRESQL.holds(line);
        found.find(line);
        document.rule(Rule.APPLICATION_TIME);
        if (!found.times().isEmpty()) {
            time.take(document, line, found.times());
        }
        document.rule(Rule.LOGGER_KEY);
        message = LineMessage.take(line, found.messages());
        boolean isOwn = message == null && Texts.isText(line.get(MESSAGE)) && !Texts.isEmpty(line.get(MESSAGE));
        ownMessage = isOwn && !ofDatabase && !isUnfolded ? line.leaf(MESSAGE) : null;
        level = LineLevel.take(document, found.levels());
        losers.clear();
        spelled = level == null ? null : LineLevel.spelled(document, level, found.levels(), gelf);
        for (Found each : found.levels()) {
            if (each != level) {
                takeLoser(each);
            }
        }
        errors.begin();
        for (Found each : found.errors()) {
            errors.take(each, message);
        }
        dropBlanks(document);
        takeOthers(document);
        found.dropEmptyContainers();
        keepRests(line, rests);
        if (ofJournal) {
            dropJournalsOwn(line);
        }
    }

    /** An empty level, or an empty stack trace, beside another key that has one. */
    private void dropBlanks(Document document) {
        for (Found each : found.blanks()) {
            document.asks(AskedValues.Question.SAME, (Leaf) each.value());
            if (each.form() == Form.STACK_TRACE ? !found.errors().isEmpty() : level != null) {
                each.take();
            }
        }
    }

    /** Whether a line has a time that is understood. */
    public boolean hasTime(Document document, JsonObject line) {
        found.find(line);
        return time.isAmong(document, line, found.times());
    }

    private void takeOthers(Document document) {
        taken.clear();
        if (found.others().isEmpty()) {
            return;
        }
        Arrays.fill(first, null);
        // A part of an error that was taken is no value of its own.
        found.others().removeIf(each -> each.meaning().path().length > 0 && !each.isThere());
        for (Found each : found.others()) {
            int field = each.meaning().field();
            if (first[field] == null || counts(document, each, first[field])) {
                first[field] = each;
            }
        }
        for (Found each : found.others()) {
            Found best = first[each.meaning().field()];
            if (each.form() == Form.NOTHING) {
                each.take();
            } else if (each == best) {
                takeOne(each);
            } else {
                if (Texts.isEmpty(each.value()) || JsonArray.isSame(each.value(), best.value())) {
                    drop(each);
                } else {
                    takeLoser(each);
                }
            }
        }
    }

    /** Whether one of two values for a field counts more than the other: an empty text never does. */
    private static boolean counts(Document document, Found one, Found other) {
        boolean empty = asksEmpty(document, one);
        return empty == asksEmpty(document, other) ? one.isBefore(other) : !empty;
    }

    private static boolean asksEmpty(Document document, Found each) {
        boolean empty = Texts.isEmpty(each.value());
        if (empty) {
            document.asksMore();
        } else if (Texts.isText(each.value())) {
            document.asks(AskedValues.Question.NOT_EMPTY, (Leaf) each.value());
        }
        return empty;
    }

    private void takeOne(Found each) {
        drop(each);
        boolean none = each.meaning().row().beside() == Beside.SYSLOG && ((Leaf) each.value()).isText("-");
        if (!none) {
            taken.add(each);
        }
    }

    private void takeLoser(Found each) {
        if (each.source() == 0 && each.isThere() && each.form() != Form.COPY && each.form() != Form.MILLIS) {
            each.take();
            losers.add(each);
        }
    }

    private static void drop(Found each) {
        if (each.form() != Form.COPY && each.form() != Form.MILLIS) {
            each.take();
        }
    }

    /** What can not stay where the line has it, as the index has something else there. */
    private void keepRests(JsonObject line, JsonObject rests) {
        while (kept.size() > 0) {
            kept.remove(kept.key(kept.size() - 1));
        }
        if (rests != null) {
            for (int i = 0; i < rests.size(); i++) {
                kept.put(rests.key(i), rests.value(i));
            }
        }
        JsonValue fields = line.remove(FIELDS);
        if (JsonValue.isPresent(fields)) {
            kept.put(FIELDS, fields);
        }
        if (level != null) {
            keepRest(line, level, LEVEL);
        }
        for (Found each : taken) {
            keepRest(line, each, LOGGER);
        }
    }

    /** What is left of an object of which a part was taken, where the index has no object. */
    private void keepRest(JsonObject line, Found part, Key name) {
        boolean isPart = part.source() == 0
                && part.meaning().path().length > 0
                && part.name().equals(name);
        if (isPart && line.get(name) instanceof JsonObject rest) {
            line.remove(name);
            if (rest.size() > 0) {
                kept.put(name, rest);
            }
        }
    }

    private static void dropJournalsOwn(JsonObject line) {
        for (int i = line.size() - 1; i >= 0; i--) {
            if (line.key(i).name().startsWith(JOURNALS_OWN)) {
                line.remove(line.key(i));
            }
        }
    }

    /** Puts the message into the document; to be done before the rest of the line, which may have further ones. */
    public void placeMessage(Document document) {
        if (message != null) {
            document.rule(Rule.LOGGER_KEY);
            document.set(Field.MESSAGE, message);
        }
        if (ownMessage != null) {
            document.asks(AskedValues.Question.NOT_EMPTY, ownMessage);
        }
    }

    /** Puts what else was taken into the document. */
    public void place(Document document) {
        document.rule(Rule.LOGGER_KEY);
        if (spelled != null) {
            place(document, level, spelled);
        }
        errors.placeOwn(document, taken);
        for (Found each : taken) {
            if (errors.isOfOther(each)) {
                document.placement().mergeBack(each.around(each.value()));
            } else {
                place(document, each);
            }
        }
        errors.place(document);
        if (ofDatabase) {
            placeDuration(document);
        }
        for (Found each : losers) {
            document.placement().mergeBack(each.around(each.value()));
        }
        for (int i = 0; i < kept.size(); i++) {
            Key[] path = {APPLICATION, kept.key(i)};
            if (!document.placement().putIfFree(path, kept.value(i), kept.key(i).name())) {
                document.moveToApplication(kept.key(i), kept.value(i));
            }
        }
    }

    private void place(Document document, Found each) {
        switch (each.form()) {
            case HOST -> placeHost(document, each);
            case ORIGIN -> placeOrigin(document, each);
            case ADDRESS -> {
                document.asksMore();
                place(document, each, each.value());
                placeIp(document, (Leaf) each.value());
            }
            case COPY, MILLIS ->
                document.placement()
                        .putIfFree(
                                index.path(each.meaning().field()),
                                Forms.value(each.form(), each.value()),
                                each.name().name());
            default -> place(document, each, Forms.value(each.form(), each.value()));
        }
    }

    /** Puts a value where its field is free, else back to where the line had it. */
    private void place(Document document, Found each, JsonValue value) {
        Key[] path = index.path(each.meaning().field());
        if (!FreeField.put(document, path, value, each.name().name())) {
            document.placement().mergeBack(each.around(each.value()));
        } else if (each.form() == Form.POSITIVE || each.form() == Form.WHOLE && Forms.takes(Form.POSITIVE, value)) {
            document.asks(AskedValues.Question.POSITIVE, (Leaf) value);
        } else if (each.form() == Form.WHOLE) {
            document.asksMore();
        }
    }

    /** The shipper's name of the host wins; an application's own, which is another's, is kept beside it. */
    private void placeHost(Document document, Found each) {
        String name = each.name().name();
        if (document.placement().putIfFree(index.path(each.meaning().field()), each.value(), name)) {
            return;
        }
        document.asks(AskedValues.Question.HOST_NAME, null);
        if (!document.placement().putIfFree(APPLICATION_HOST, each.value(), name)) {
            document.placement().mergeBack(each.around(each.value()));
        }
    }

    /** A file and a line of a program, both or neither. */
    private void placeOrigin(Document document, Found each) {
        document.asksMore();
        Optional<ProgramPlace> place = ProgramPlace.of(((Leaf) each.value()).text());
        Key[] line = Field.ORIGIN_LINE.path(Schema.ECS);
        if (place.isEmpty() || document.has(Field.ORIGIN_FILE) || document.has(Field.ORIGIN_LINE)) {
            keepElsewhere(document, each);
            return;
        }
        place(document, each, Texts.leaf(place.get().file()));
        document.placement()
                .putIfFree(
                        line,
                        Leaf.number(Long.parseLong(place.get().line())),
                        each.name().name());
    }

    /** Keeps a text whose name is that of an object among the application's. */
    private static void keepElsewhere(Document document, Found each) {
        Key[] path = {APPLICATION, each.key()};
        boolean kept = each.source() == 0
                && document.placement()
                        .putIfFree(path, each.value(), each.name().name());
        if (!kept) {
            document.placement().mergeBack(each.around(each.value()));
        }
    }

    private static void placeIp(Document document, Leaf address) {
        byte[] text = address.text().getBytes(StandardCharsets.UTF_8);
        if (IpAddress.parse(text, 0, text.length) != null) {
            document.placement().putIfFree(SOURCE_IP, address, Field.CLIENT.name());
        }
    }

    private static void placeDuration(Document document) {
        Matcher duration = STATEMENT_DURATION.matcher(document.text(Field.MESSAGE));
        if (duration.matches()) {
            document.placement().putIfFree(DURATION, Forms.nanos(Leaf.text(duration.group(1))), "message");
        }
    }
}
