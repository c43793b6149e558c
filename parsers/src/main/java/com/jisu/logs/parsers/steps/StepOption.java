package com.jisu.logs.parsers.steps;

import java.util.List;

/**
 * An option of a step, as the loader checks it, the JSON Schema has it and the documentation lists it.
 *
 * @param required whether a step without it is refused
 * @param byDefault what holds without it, for a reader; empty if nothing
 * @param choices what it may be, where the kind is {@link Kind#CHOICE}
 * @param text one sentence for the documentation
 */
public record StepOption(
        String name, Kind kind, boolean required, String byDefault, List<String> choices, String text) {

    /** What may stand there. */
    public enum Kind {
        FIELD,
        /** One field, or a list of them. */
        FIELDS,
        TEXT,
        /** One text, or a list of them. */
        TEXTS,
        /** A text with fields in it. */
        TEMPLATE,
        TEMPLATES,
        BOOLEAN,
        INTEGER,
        NUMBER,
        CHOICE,
        /** From names to texts. */
        TEXT_MAP,
        /** From fields to fields. */
        FIELD_MAP,
        /** From fields, whose names may have fields in them, to anything. */
        VALUE_MAP,
        /** From fields to one text, or a list of them. */
        TEXTS_MAP,
        /** A list of lists of texts. */
        TEXT_LISTS,
        /** Anything. */
        VALUE,
        /** A list of steps. */
        STEPS
    }

    public static StepOption required(String name, Kind kind, String text) {
        return new StepOption(name, kind, true, "", List.of(), text);
    }

    public static StepOption optional(String name, Kind kind, String byDefault, String text) {
        return new StepOption(name, kind, false, byDefault, List.of(), text);
    }

    public static StepOption choice(String name, List<String> choices, String byDefault, String text) {
        return new StepOption(name, Kind.CHOICE, false, byDefault, choices, text);
    }
}
