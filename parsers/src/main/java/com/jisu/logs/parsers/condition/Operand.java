package com.jisu.logs.parsers.condition;

import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;

/** One side of a comparison: a field, or a value that is always the same. */
sealed interface Operand {

    /** Its value with this event; null of a field that is missing. */
    Object of(EventTree event);

    record Field(FieldPath path) implements Operand {
        @Override
        public Object of(EventTree event) {
            return event.get(path);
        }
    }

    record Constant(Object value) implements Operand {
        @Override
        public Object of(EventTree event) {
            return value;
        }
    }
}
