package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells whether an error is another one than that of which the document has parts. Used by one thread, line by line. */
final class OtherError {

    private static final Map<String, Field> FIELDS =
            Map.of("error.type", Field.ERROR_TYPE, "error.message", Field.ERROR_MESSAGE);

    private boolean traced;
    private boolean named;

    /** A message that is no more than a text: what that of an object says may be said of the same error. */
    private Leaf text;

    /** What the names of another error's parts begin with; null for none. */
    private String parts;

    /** What the document has now is of the line's own error. */
    void look(Document document) {
        traced = document.has(Field.ERROR_STACK_TRACE);
        named = document.has(Field.ERROR_TYPE) || document.has(Field.ERROR_MESSAGE);
        text = null;
    }

    /** Says that this message, if there is one, is of no object. */
    void add(Leaf message) {
        text = message == null ? text : message;
    }

    /** Whether an error that is no more than a trace is another one than the line's own. */
    boolean differs(Document document, Leaf trace) {
        return named && trace != null && differs(document, null, null, trace);
    }

    /** Whether an error with these parts, each of which may be null, says another thing than the document does. */
    boolean differs(Document document, Leaf type, Leaf message, Leaf stack) {
        JsonValue itsType = document.get(Field.ERROR_TYPE);
        JsonValue itsMessage = document.get(Field.ERROR_MESSAGE);
        if (itsMessage == text) {
            itsMessage = null;
        }
        boolean any = JsonValue.isPresent(itsType) || JsonValue.isPresent(itsMessage) || traced;
        if (!any) {
            return false;
        }
        document.asksMore();
        if (differs(itsType, type) || differs(itsMessage, message)) {
            return true;
        }
        if (stack == null) {
            return false;
        }
        if (traced && differs(document.get(Field.ERROR_STACK_TRACE), stack)) {
            return true;
        }
        Optional<StackTrace.Head> head = StackTrace.head(stack.text());
        return head.isPresent()
                && (type == null && isOther(itsType, head.get().type())
                        || message == null && isOther(itsMessage, head.get().message()));
    }

    /**
     * Finds among the values of a line those that are parts of an error each, where one of them is of another error than the
     * document has; they are to stay where the line has them, with the stack trace that stands beside them.
     */
    void lookAt(Document document, List<Found> values) {
        parts = null;
        for (Found each : values) {
            Field field = FIELDS.get(each.meaning().row().field());
            if (field != null && document.has(field)) {
                document.asksMore();
                parts = differs(document.get(field), each.value()) ? family(each) : parts;
            }
        }
    }

    /** Whether a value is one of those parts. */
    boolean has(Found found) {
        boolean error = FIELDS.containsKey(found.meaning().row().field()) || found.form() == KnownKey.Form.STACK_TRACE;
        return parts != null && error && found.source() == 0 && family(found).equals(parts);
    }

    /** What the names of an error's parts have in common. */
    private static String family(Found part) {
        String name = part.name().name();
        int end = 1;
        while (end < name.length()
                && Character.isLetterOrDigit(name.charAt(end))
                && !Character.isUpperCase(name.charAt(end))) {
            end++;
        }
        return name.substring(0, end);
    }

    private static boolean differs(JsonValue one, JsonValue other) {
        return JsonValue.isPresent(one)
                && JsonValue.isPresent(other)
                && !Texts.isEmpty(one)
                && !Texts.isEmpty(other)
                && !Texts.plain(one).equals(Texts.plain(other));
    }

    /** Whether a text says something else than a trace, which may have a longer name, or less of a message. */
    private static boolean isOther(JsonValue value, String inTrace) {
        if (!JsonValue.isPresent(value) || Texts.isEmpty(value) || inTrace.isEmpty()) {
            return false;
        }
        String text = Texts.plain(value);
        return !text.contains(inTrace) && !inTrace.contains(text);
    }
}
