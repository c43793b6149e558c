package com.jisu.logs.app.logstash;

import java.util.List;

/** The value of an option. */
public sealed interface Value {

    /** Where it begins. */
    Place place();

    /** Text as it stands between its quotes (a backslash is a backslash), or a bare word. */
    record Text(String text, Place place) implements Value {}

    /**
     * A number.
     *
     * @param text as it is written, such as {@code -1.50}
     */
    record Numeral(String text, Place place) implements Value {}

    /** {@code [a, b]} */
    record Items(List<Value> items, Place place) implements Value {}

    /** {@code {a => b}}, in the order written. */
    record Entries(List<Entry> entries, Place place) implements Value {}

    /** One of a hash. */
    record Entry(String key, Value value, Place place) {}

    /** A plug-in as a value: a codec. */
    record Embedded(Statement.Plugin plugin) implements Value {
        @Override
        public Place place() {
            return plugin.place();
        }
    }
}
