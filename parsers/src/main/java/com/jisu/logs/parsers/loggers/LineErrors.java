package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes errors and stack traces out of a line, and puts them where ECS has them. Used by one thread, line by line. */
final class LineErrors {

    private static final Key[] TYPE = Field.ERROR_TYPE.path(Schema.ECS);
    private static final Key[] MESSAGE = Field.ERROR_MESSAGE.path(Schema.ECS);
    private static final Key[] STACK = Field.ERROR_STACK_TRACE.path(Schema.ECS);
    private static final Key ERROR = STACK[0];
    private static final Key APPLICATION = Keys.known("application");
    private static final Key OWN_STACK = new Key("error.stack_trace", false);

    /**
     * An error's parts, and what is left of the object that it was.
     *
     * @param object null where it was none
     */
    private record Taken(Found found, Leaf type, Leaf message, Leaf stack, JsonObject rest, ErrorObject object) {

        Taken(Found found, Leaf message, Leaf stack) {
            this(found, null, message, stack, null, null);
        }

        /** The line's own, before others; those of the line before those in its containers, errors before traces. */
        int order() {
            int own = found.name().equals(ERROR) && found.source() == 0 ? 0 : 1;
            return own == 0 ? 0 : 1 + found.source() * 2 + (found.form() == KnownKey.Form.ERROR ? 0 : 1);
        }

        /** Whether it stands where ECS has errors. */
        boolean isOwn() {
            return object != null && order() == 0;
        }
    }

    private final List<Taken> taken = new ArrayList<>();

    /** Texts of which it was asked whether they are empty. */
    private final List<Leaf> traces = new ArrayList<>();

    /** Texts that tell of no error. */
    private final List<Leaf> empty = new ArrayList<>();

    /** What own stack traces that are objects have beside their frames. */
    private final List<JsonObject> besideFrames = new ArrayList<>();

    private boolean traced;

    /** What the document has of the line's own error. */
    private final OtherError own = new OtherError();

    void begin() {
        taken.clear();
        traces.clear();
        empty.clear();
        besideFrames.clear();
        traced = false;
    }

    /**
     * Takes an error, or a stack trace, out of a line.
     *
     * @param message the line's; null where it has its own name, or there is none
     */
    void take(Found found, Leaf message) {
        if (found.form() == KnownKey.Form.STACK_TRACE && Texts.isText(found.value())) {
            traces.add((Leaf) found.value());
        }
        if (!found.isThere()) {
            return; // a part of an error that was taken
        }
        switch (found.form()) {
            case ERROR -> takeError(found);
            case STACK_TRACE -> takeStack(found);
            case LONG_MESSAGE -> takeLongMessage(found, message);
            case TRACE_INSIDE -> takeInside(found);
            default -> throw new IllegalArgumentException("no error: " + found.form());
        }
    }

    private void takeError(Found found) {
        if (Texts.isEmpty(found.value())) {
            found.take();
            empty.add((Leaf) found.value());
            return;
        }
        if (StackTrace.isLines(found.value())) {
            found.take();
            taken.add(new Taken(found, null, Texts.leaf(StackTrace.text("", found.value()))));
            return;
        }
        if (found.value() instanceof Leaf text) {
            boolean lines = Texts.hasLines(text);
            found.take();
            taken.add(new Taken(found, lines ? null : text, lines ? text : null));
            return;
        }
        found.take();
        if (found.value() instanceof JsonArray list) {
            JsonObject rest = new JsonObject();
            add(found, ErrorObject.takeList(list, rest), rest);
        } else {
            JsonObject object = (JsonObject) found.value();
            add(found, ErrorObject.take(object), object);
        }
    }

    private void add(Found found, ErrorObject error, JsonObject rest) {
        taken.add(new Taken(found, error.type(), error.message(), error.stackTrace(), rest, error));
    }

    private void takeStack(Found found) {
        boolean own = found.name().equals(OWN_STACK) || found.name().equals(ERROR);
        if (found.value() instanceof JsonObject && (!own || !StackTrace.isTrace(found.value()))) {
            if (!own) {
                takeError(found);
            }
            return;
        }
        traced = true;
        if (Texts.isText(found.value())) {
            if (!own) {
                found.take();
                taken.add(new Taken(found, null, (Leaf) found.value()));
            }
            return;
        }
        Leaf text = Texts.leaf(StackTrace.text("", found.value()));
        found.take();
        if (own) {
            found.in().put(found.key(), text);
            if (found.value() instanceof JsonObject object && object.size() > 1) {
                object.remove(StackTrace.FRAMES);
                besideFrames.add(object);
            }
        } else {
            taken.add(new Taken(found, null, text));
        }
    }

    /** GELF's long message may be a stack trace, or the short one and a stack trace. */
    private void takeLongMessage(Found found, Leaf message) {
        String text = ((Leaf) found.value()).text();
        String before = message == null ? "" : message.text();
        String behind =
                text.startsWith(before) ? text.substring(before.length()).stripLeading() : text;
        boolean isHeaded = !before.isEmpty() && StackTrace.isOne(before + "\n" + behind) && !StackTrace.isOne(behind);
        String trace = isHeaded || behind.startsWith("at ") ? text : behind;
        if (StackTrace.isOne(trace)) {
            found.take();
            Leaf stack = trace.equals(text) ? (Leaf) found.value() : Texts.leaf(trace);
            taken.add(new Taken(found, null, stack));
        }
    }

    /** A text may have a stack trace behind what else it says. */
    private void takeInside(Found found) {
        Leaf stack = Texts.leaf(StackTrace.inside(((Leaf) found.value()).text()));
        taken.add(new Taken(found, null, stack));
    }

    /**
     * Puts the line's own error into the document, before any part of another one.
     *
     * @param values what else was taken out of the line
     */
    void placeOwn(Document document, List<Found> values) {
        if (!taken.isEmpty()) {
            placeFirst(document);
        }
        own.lookAt(document, values);
    }

    /** Whether a value is a part of another error than the line's own. */
    boolean isOfOther(Found value) {
        return own.has(value);
    }

    private void placeFirst(Document document) {
        taken.sort(Comparator.comparingInt(Taken::order));
        Taken first = taken.get(0);
        if (first.isOwn()) {
            taken.remove(0);
            placeOne(document, first);
            if (first.stack() != null && !document.has(Field.ERROR_TYPE)) {
                nameError(document);
            }
        }
        own.look(document);
    }

    /** Puts what else was taken into the document; a trace without a type names its error itself. */
    void place(Document document) {
        empty.forEach(each -> document.asks(AskedValues.Question.SAME, each));
        for (Taken each : taken) {
            boolean isTrace = each.object() == null && each.found().form() == KnownKey.Form.ERROR;
            if (own.has(each.found()) || isTrace && own.differs(document, each.stack())) {
                document.placement().mergeBack(each.found().around(each.found().value()));
            } else if (each.object() != null && own.differs(document, each.type(), each.message(), each.stack())) {
                each.object().putBack();
                putBack(document, each.found());
            } else {
                placeOne(document, each);
                own.add(each.object() == null ? each.message() : null);
            }
        }
        for (JsonObject each : besideFrames) {
            toApplication(document, Found.one(STACK[1], each), rest -> Found.one(ERROR, rest));
        }
        if (traced && !document.has(Field.ERROR_TYPE)) {
            nameError(document);
        } else if (traces.size() == 1) {
            document.asks(AskedValues.Question.NOT_EMPTY, traces.get(0));
        }
    }

    /** Puts an error back to where the line had it; to the application's, where the index has no object of this name. */
    private static void putBack(Document document, Found error) {
        Key[] path = {APPLICATION, error.key()};
        boolean kept = error.form() == KnownKey.Form.STACK_TRACE
                && error.source() == 0
                && error.key().isPlain()
                && document.placement()
                        .putIfFree(path, error.value(), error.name().name());
        if (!kept) {
            document.placement().mergeBack(error.around(error.value()));
        }
    }

    private void placeOne(Document document, Taken each) {
        put(document, each, TYPE, each.type());
        put(document, each, MESSAGE, each.message());
        put(document, each, STACK, each.stack());
        traced |= each.stack() != null;
        if (each.rest() != null) {
            placeRest(document, each);
        }
    }

    private static void put(Document document, Taken error, Key[] path, Leaf value) {
        if (value == null) {
            return;
        }
        if (FreeField.put(document, path, value, error.found().name().name())) {
            if (path == MESSAGE && error.rest() == null) {
                document.asks(AskedValues.Question.ONE_LINE, value);
                document.asks(AskedValues.Question.NOT_EMPTY, value);
            }
        } else if (error.rest() == null) {
            document.placement().mergeBack(error.found().around(error.found().value()));
        } else {
            Key name = path[path.length - 1];
            boolean free = error.rest().get(name) == null;
            error.rest().put(free ? name : error.object().nameOf(value), value);
        }
    }

    /** What is a text or a number stays beside the rest of the error, all else goes to the application's. */
    private static void placeRest(Document document, Taken error) {
        JsonObject others = new JsonObject();
        for (int i = 0; i < error.rest().size(); i++) {
            Key key = error.rest().key(i);
            JsonValue value = error.rest().value(i);
            Key[] path = {ERROR, key};
            boolean put = key.isPlain()
                    && Texts.isTextOrNumber(value)
                    && (document.placement()
                                    .putIfFree(path, value, error.found().name().name())
                            || JsonArray.isSame(document.placement().get(path), value));
            if (!put && JsonValue.isPresent(value)) {
                others.put(key, value);
            }
        }
        toApplication(document, others, error.found()::around);
    }

    /**
     * Puts what is left of an error below the application's.
     *
     * @param around makes of it what the line had, for what would hide something of the application's or of another error
     */
    private static void toApplication(Document document, JsonObject rest, UnaryOperator<JsonObject> around) {
        JsonObject free = new JsonObject();
        JsonObject hiding = new JsonObject();
        for (int i = 0; i < rest.size(); i++) {
            Key key = rest.key(i);
            String name = key.name();
            int dot = key.isPlain() ? -1 : name.indexOf('.');
            Key[] path = {APPLICATION, ERROR, dot < 0 ? key : new Key(name.substring(0, dot), false)};
            JsonValue there = document.placement().get(path);
            boolean hides = JsonValue.isPresent(there);
            if (hides) {
                document.asksMore();
                hides = !JsonArray.isSame(there, rest.value(i));
            }
            (hides ? hiding : free).put(key, rest.value(i));
        }
        if (free.size() > 0) {
            document.placement().mergeBack(Found.one(APPLICATION, Found.one(ERROR, free)));
        }
        if (hiding.size() > 0) {
            document.placement().mergeBack(around.apply(hiding));
        }
    }

    private static void nameError(Document document) {
        if (!(document.get(Field.ERROR_STACK_TRACE) instanceof Leaf trace) || !trace.isString()) {
            return;
        }
        Optional<StackTrace.Head> head = StackTrace.head(trace.text());
        head.ifPresent(named -> {
            document.placement().putIfFree(TYPE, Texts.leaf(named.type()), STACK[1].name());
            if (!named.message().isEmpty()) {
                document.placement().putIfFree(MESSAGE, Texts.leaf(named.message()), STACK[1].name());
            }
        });
    }
}
