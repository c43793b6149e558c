package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.tree.EventTree;

/** The running of rules over events, on one thread. */
final class Run {

    /** Is told of each step that did something. */
    interface Trace {
        /** Another event comes. */
        void begin(EventTree event);

        /** @param place {@code rules.yml:12 grok} */
        void did(EventTree event, String place);
    }

    private final Trace trace;
    private int applied;

    /** @param trace null if nobody asks */
    Run(Trace trace) {
        this.trace = trace;
    }

    Trace trace() {
        return trace;
    }

    /** Whether the step that comes now is one of those that are timed. */
    boolean isTimed() {
        applied++;
        return applied % StepMeter.TIMED == 0;
    }
}
