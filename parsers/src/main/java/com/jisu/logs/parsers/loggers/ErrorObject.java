package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An error as loggers write it, with the errors that caused it. What is understood of it is taken out of its object. */
final class ErrorObject {

    /** What loggers call a part of an error: first of all as they are here, else in another case or with other underscores. */
    private record Names(List<Key> keys, Set<String> spelled) {

        static Names of(String... names) {
            return new Names(
                    ErrorObject.keys(names),
                    Stream.of(names).map(StackFrame::spelled).collect(Collectors.toUnmodifiableSet()));
        }

        boolean has(Key key) {
            return spelled.contains(StackFrame.spelled(key.name()));
        }
    }

    private static final Names TYPES = Names.of(
            "type",
            "name",
            "class",
            "className",
            "exceptionType",
            "exception_class",
            "kind",
            "exc_type",
            "errorType",
            "Type",
            "ClassName");
    private static final Names MESSAGES = Names.of(
            "message",
            "msg",
            "exception_message",
            "localizedMessage",
            "value",
            "exc_value",
            "errorMessage",
            "errmsg",
            "Message");
    private static final Names STACKS = Names.of(
            "stack",
            "stack_trace",
            "stackTrace",
            "stacktrace",
            "trace",
            "backtrace",
            "formatted",
            "frames",
            "extendedStackTrace",
            "stepArray",
            "traceback",
            "StackTrace",
            "StackTraceString");
    private static final List<Key> CAUSES =
            keys("cause", "causedBy", "previous", "innerException", "InnerException", "causes");
    private static final Key EXCEPTION = new Key("exception", false);
    private static final Key CAUSE = CAUSES.get(0);
    private static final String CAUSED_BY = "Caused by: ";

    private final Leaf type;
    private final Leaf message;
    private final JsonValue stack;
    private final List<ErrorObject> causes = new ArrayList<>();
    private final List<Removed> removed = new ArrayList<>();

    /** A value that was taken out of an object. */
    private record Removed(JsonObject from, Key key, JsonValue value) {}

    private ErrorObject(JsonObject object) {
        type = (Leaf) take(object, TYPES, Texts::isText);
        message = (Leaf) take(object, MESSAGES, Texts::isTextOrNumber);
        stack = takeStack(object);
        for (Key key : CAUSES) {
            takeCauses(object, key);
        }
    }

    private static List<Key> keys(String... names) {
        return Stream.of(names).map(name -> new Key(name, false)).toList();
    }

    /** Takes an error out of an object: what is left there is not understood. */
    static ErrorObject take(JsonObject object) {
        return new ErrorObject(object);
    }

    /** Whether a list is one of errors, each caused by the next. */
    static boolean isList(JsonValue value) {
        return value instanceof JsonArray array
                && !array.elements().isEmpty()
                && array.elements().stream().allMatch(each -> each instanceof JsonObject object && isOne(object));
    }

    /** Whether a value is an object that names an error, with its type and message. */
    static boolean isWhole(JsonValue value) {
        return value instanceof JsonObject object
                && TYPES.keys().stream().anyMatch(name -> Texts.isText(object.get(name)))
                && MESSAGES.keys().stream().anyMatch(name -> Texts.isTextOrNumber(object.get(name)));
    }

    private static boolean isOne(JsonObject object) {
        return Stream.of(TYPES, MESSAGES, STACKS)
                .anyMatch(names -> names.keys().stream().anyMatch(name -> JsonValue.isPresent(object.get(name))));
    }

    /**
     * Takes the errors of a list.
     *
     * @param rest gets what is not understood
     */
    static ErrorObject takeList(JsonArray list, JsonObject rest) {
        ErrorObject first = null;
        List<JsonValue> others = new ArrayList<>();
        for (JsonValue each : list.elements()) {
            JsonObject object = (JsonObject) each;
            ErrorObject error = take(object);
            if (first == null) {
                first = error;
                for (int i = 0; i < object.size(); i++) {
                    rest.put(object.key(i), object.value(i));
                }
            } else {
                first.causes.add(error);
                if (object.size() > 0) {
                    others.add(object);
                }
            }
        }
        JsonValue own = rest.get(CAUSE);
        if (!others.isEmpty() && JsonValue.isPresent(own)) {
            others.add(0, own);
        }
        if (!others.isEmpty()) {
            rest.put(CAUSE, others.size() == 1 ? others.get(0) : new JsonArray(others));
        }
        return first;
    }

    private JsonValue take(JsonObject object, Names names, Predicate<JsonValue> usable) {
        for (Key name : names.keys()) {
            JsonValue value = object.get(name);
            if (value != null && usable.test(value)) {
                remove(object, name, value);
                return value;
            }
        }
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            JsonValue value = object.value(i);
            if (names.has(key) && usable.test(value)) {
                remove(object, key, value);
                return value;
            }
        }
        return null;
    }

    /** Of an object with more than frames these only: what else it has stays there. */
    private JsonValue takeStack(JsonObject object) {
        JsonValue trace = take(object, STACKS, StackTrace::isTrace);
        if (!(trace instanceof JsonObject around) || around.size() == 1) {
            return trace;
        }
        Removed whole = removed.remove(removed.size() - 1);
        object.put(whole.key(), around);
        JsonValue frames = around.get(StackTrace.FRAMES);
        remove(around, StackTrace.FRAMES, frames);
        return frames;
    }

    private void takeCauses(JsonObject object, Key key) {
        JsonValue value = object.get(key);
        if (value instanceof JsonObject around && around.get(EXCEPTION) instanceof JsonObject inner) {
            causes.add(take(inner));
            removeEmpty(around, EXCEPTION, inner);
            removeEmpty(object, key, around);
        } else if (value instanceof JsonObject cause && isOne(cause)) {
            causes.add(take(cause));
            removeEmpty(object, key, cause);
        } else if (isList(value)) {
            remove(object, key, value);
            JsonObject rest = new JsonObject();
            causes.add(takeList((JsonArray) value, rest));
            if (rest.size() > 0) {
                object.put(key, rest);
            }
        }
    }

    private void removeEmpty(JsonObject object, Key key, JsonObject value) {
        if (value.size() == 0) {
            remove(object, key, value);
        }
    }

    private void remove(JsonObject object, Key key, JsonValue value) {
        removed.add(new Removed(object, key, value));
        object.remove(key);
    }

    /** Under which name a part was found: that of the trace where it is none of the others. */
    Key nameOf(Leaf part) {
        JsonValue found = part == type || part == message ? part : stack;
        return removed.stream()
                .filter(each -> each.value() == found)
                .map(Removed::key)
                .findFirst()
                .orElse(STACKS.keys().get(0));
    }

    /** Puts back into the error's object, and those of its causes, what was taken out of them. */
    void putBack() {
        removed.forEach(each -> each.from().put(each.key(), each.value()));
        causes.forEach(ErrorObject::putBack);
    }

    /** Null where it has none. */
    Leaf type() {
        return type;
    }

    /** Null where it has none. */
    Leaf message() {
        return message;
    }

    /** The stack trace with those of the causes; null where there is neither. */
    Leaf stackTrace() {
        if (stack == null && causes.isEmpty()) {
            return null;
        }
        if (causes.isEmpty() && Texts.isText(stack)) {
            return (Leaf) stack;
        }
        StringBuilder text = new StringBuilder(stack == null ? head() : StackTrace.text(head(), stack));
        appendCauses(text);
        return Texts.leaf(text.toString());
    }

    private void appendCauses(StringBuilder text) {
        for (ErrorObject cause : causes) {
            String told = cause.told();
            if (!cause.isToldBy(text, told)) {
                while (text.length() > 0 && text.charAt(text.length() - 1) == '\n') {
                    text.setLength(text.length() - 1);
                }
                text.append(text.length() == 0 ? CAUSED_BY : '\n' + CAUSED_BY).append(told);
            }
            cause.appendCauses(text);
        }
    }

    /** The trace, with what it does not say of type and message in front of it. */
    private String told() {
        String head = head();
        if (stack == null) {
            return head;
        }
        String trace = StackTrace.text(head, stack);
        boolean isHeaded =
                (type == null || trace.startsWith(type.text())) && (message == null || trace.contains(message.text()));
        return isHeaded ? trace : head + '\n' + trace;
    }

    /** Whether a text that tells of the causes itself has this one with all lines of its trace. */
    private boolean isToldBy(StringBuilder text, String told) {
        String head = head();
        if (head.isEmpty() || text.indexOf("aused by: " + head) < 0) {
            return false;
        }
        Set<String> lines = text.toString().lines().map(String::strip).collect(Collectors.toSet());
        return (told.startsWith(head) ? told.substring(head.length()) : told)
                .lines()
                .map(String::strip)
                .allMatch(line -> line.isEmpty() || lines.contains(line));
    }

    private String head() {
        String first = type == null ? "" : type.text();
        String second = message == null ? "" : message.text();
        return first.isEmpty() || second.isEmpty() ? first + second : first + ": " + second;
    }
}
