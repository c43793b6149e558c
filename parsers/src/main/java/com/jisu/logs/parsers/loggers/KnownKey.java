package com.jisu.logs.parsers.loggers;

import java.util.List;

/**
 * A row of the table of keys whose meaning is known.
 *
 * @param field what the keys mean, a name of ECS as a rule
 * @param form what of their values is taken, and how
 * @param place where they are looked for
 * @param beside what has to stand beside them
 * @param keys their names; one with dots is that of a member of an object, too. Of two that are there the first in the
 *     line counts, but for {@link Form#isOrdered}
 */
public record KnownKey(String field, Form form, Place place, Beside beside, List<String> keys) {

    /** What is taken of a value. */
    enum Form {
        /** A time in any form that is read. */
        TIME,
        /** The same, where no other key has one. */
        OTHER_TIME,
        /** A text that is not empty, if there is one. */
        MESSAGE,
        /** The same, where no other key has one. */
        OTHER_MESSAGE,
        /** A list whose elements are the message. */
        ARGUMENTS,
        /** A word or number for a level. */
        LEVEL,
        /** A word for a level, one of those that are known. */
        LEVEL_WORD,
        /** A number from 1 to 24, as OpenTelemetry has them. */
        SEVERITY_LEVEL,
        /** A number of syslog's. */
        SYSLOG_LEVEL,
        /** A word for a level, some of which mean something else elsewhere. */
        DATABASE_LEVEL,
        TEXT,
        /** A text or a number. */
        VALUE,
        /** The same, less than a line and without blanks; of a path of Google's the last part. */
        ID,
        /** A text or a number, which stays where it is, too. */
        COPY,
        /** A text up to its last slash is left out. */
        LAST_PART,
        /** A number, or digits in a text. */
        NUMBER,
        /** A whole number above 0, not in a text. */
        POSITIVE,
        /** A whole number, not in a text. */
        WHOLE,
        /** A number of milliseconds, as nanoseconds; stays where it is, too. */
        MILLIS,
        /** A text that is a place of a program: a file and a line. */
        ORIGIN,
        /** A text that may be an IP address. */
        ADDRESS,
        /** The host's name, unless the shipper has named it. */
        HOST,
        /** A stream of a process by a shorter name. */
        STREAM,
        /** Anything; it is kept among the application's. */
        KEPT,
        /** An error as an object, a list of them, or a text. */
        ERROR,
        /** A stack trace as a text or a list. */
        STACK_TRACE,
        /** A text that may hold a stack trace. */
        LONG_MESSAGE,
        /** A text that has a stack trace in it; it stays where it is, too. */
        TRACE_INSIDE,
        /** An object in which keys are looked for. */
        CONTAINER,
        /** Nothing: the key goes. */
        NOTHING;

        /** Whether the first of the row's keys counts that is there, and not the first that the line has. */
        boolean isOrdered() {
            return this == TIME || this == OTHER_TIME || this == MESSAGE;
        }
    }

    /** Where a key is looked for. */
    enum Place {
        /** In the line itself, then one level down in the containers. */
        ANYWHERE(""),
        TOP("top"),
        /** In the line itself and in a container of this name only. */
        RECORD("top, `record`");

        private final String text;

        Place(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
