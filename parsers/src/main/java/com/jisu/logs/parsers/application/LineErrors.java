package com.jisu.logs.parsers.application;

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
import java.util.List;
import java.util.Optional;

/** Takes errors and stack traces out of a line, and puts them where ECS has them. Used by one thread, line by line. */
final class LineErrors {

    private static final Key[] TYPE = Field.ERROR_TYPE.path(Schema.ECS);
    private static final Key[] MESSAGE = Field.ERROR_MESSAGE.path(Schema.ECS);
    private static final Key[] STACK = Field.ERROR_STACK_TRACE.path(Schema.ECS);
    private static final Key ERROR = STACK[0];
    private static final Key APPLICATION = Keys.known("application");
    private static final Key OWN_STACK = new Key("error.stack_trace", false);

    /** An error's parts, and what is left of the object that it was. */
    private record Taken(Found found, Leaf type, Leaf message, Leaf stack, JsonObject rest) {}

    private final List<Taken> taken = new ArrayList<>();
    private boolean traced;

    void begin() {
        taken.clear();
        traced = false;
    }

    /**
     * Takes an error, or a stack trace, out of a line.
     *
     * @param message the line's; null where it has its own name, or there is none
     */
    void take(Document document, Found found, Leaf message) {
        if (!found.isThere()) {
            return; // a part of an error that was taken
        }
        switch (found.form()) {
            case ERROR -> takeError(document, found);
            case STACK_TRACE -> takeStack(document, found);
            case LONG_MESSAGE -> takeLongMessage(document, found, message);
            default -> throw new IllegalArgumentException("no error: " + found.form());
        }
    }

    private void takeError(Document document, Found found) {
        if (found.value() instanceof Leaf text) {
            boolean lines = Texts.hasLines(text);
            if (lines) {
                document.asksMore();
            } else {
                document.asks(AskedValues.Question.ONE_LINE, text);
            }
            found.take();
            taken.add(new Taken(found, null, lines ? null : text, lines ? text : null, null));
            return;
        }
        found.take();
        if (found.value() instanceof JsonArray list) {
            document.asksMore();
            JsonObject rest = new JsonObject();
            add(document, found, ErrorObject.takeList(list, rest), rest);
        } else {
            JsonObject object = (JsonObject) found.value();
            add(document, found, ErrorObject.take(object), object);
        }
    }

    private void add(Document document, Found found, ErrorObject error, JsonObject rest) {
        Leaf stack = error.stackTrace();
        if (stack != null && !error.isOwn(stack)) {
            document.asksMore();
        }
        taken.add(new Taken(found, error.type(), error.message(), stack, rest));
    }

    private void takeStack(Document document, Found found) {
        boolean own = found.name().equals(OWN_STACK) || found.name().equals(ERROR);
        traced = true;
        if (Texts.isText(found.value())) {
            if (!own) {
                found.take();
                taken.add(new Taken(found, null, null, (Leaf) found.value(), null));
            }
            return;
        }
        document.asksMore();
        Leaf text = Texts.leaf(StackTrace.text("", found.value()));
        found.take();
        if (own) {
            found.in().put(found.key(), text);
        } else {
            taken.add(new Taken(found, null, null, text, null));
        }
    }

    /** GELF's long message may be a stack trace, or the short one and a stack trace. */
    private void takeLongMessage(Document document, Found found, Leaf message) {
        document.asksMore();
        String text = ((Leaf) found.value()).text();
        String before = message == null ? "" : message.text();
        String behind =
                text.startsWith(before) ? text.substring(before.length()).stripLeading() : text;
        boolean isHeaded = !before.isEmpty() && StackTrace.isOne(before + "\n" + behind) && !StackTrace.isOne(behind);
        String trace = isHeaded || behind.startsWith("at ") ? text : behind;
        if (StackTrace.isOne(trace)) {
            found.take();
            Leaf stack = trace.equals(text) ? (Leaf) found.value() : Texts.leaf(trace);
            taken.add(new Taken(found, null, null, stack, null));
        }
    }

    /** Puts what was taken into the document; a trace without a type names its error itself. */
    void place(Document document) {
        for (Taken each : taken) {
            put(document, each, TYPE, each.type());
            put(document, each, MESSAGE, each.message());
            put(document, each, STACK, each.stack());
            traced |= each.stack() != null;
            if (each.rest() != null) {
                placeRest(document, each);
            }
        }
        if (traced && !document.has(Field.ERROR_TYPE)) {
            document.asksMore();
            nameError(document);
        }
    }

    private static void put(Document document, Taken error, Key[] path, Leaf value) {
        if (value == null
                || document.putIfFree(path, value, error.found().name().name())) {
            return;
        }
        document.asksMore();
        if (JsonArray.isSame(document.get(path), value)) {
            return;
        }
        if (error.rest() == null) {
            document.merge(error.found().around(error.found().value()));
        } else {
            error.rest().put(path[path.length - 1], value);
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
                    && (document.putIfFree(path, value, error.found().name().name())
                            || JsonArray.isSame(document.get(path), value));
            if (!put && JsonValue.isPresent(value)) {
                others.put(key, value);
            }
        }
        if (others.size() > 0) {
            JsonObject around = new JsonObject(2);
            around.put(ERROR, others);
            JsonObject application = new JsonObject(2);
            application.put(APPLICATION, around);
            document.merge(application);
        }
    }

    private static void nameError(Document document) {
        if (!(document.get(Field.ERROR_STACK_TRACE) instanceof Leaf trace) || !trace.isString()) {
            return;
        }
        Optional<StackTrace.Head> head = StackTrace.head(trace.text());
        head.ifPresent(named -> {
            document.putIfFree(TYPE, Texts.leaf(named.type()), STACK[1].name());
            if (!named.message().isEmpty()) {
                document.putIfFree(MESSAGE, Texts.leaf(named.message()), STACK[1].name());
            }
        });
    }
}
