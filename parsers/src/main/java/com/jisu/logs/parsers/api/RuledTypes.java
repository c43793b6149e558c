package com.jisu.logs.parsers.api;

/** What rules of one's own say of types, by the values of {@code fields.logtype}. Thread-safe. */
public interface RuledTypes {

    /** There are no rules. */
    RuledTypes NONE = new RuledTypes() {
        @Override
        public String as(String logType) {
            return logType;
        }

        @Override
        public boolean changes(String logType) {
            return false;
        }
    };

    /** The type as which its lines are parsed first; empty for none. */
    String as(String logType);

    /** Whether there are steps for its events, so that a document is not finished before them. */
    boolean changes(String logType);
}
