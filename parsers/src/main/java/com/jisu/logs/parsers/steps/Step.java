package com.jisu.logs.parsers.steps;

import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.StepFailure;

/** One change of events. Shared by all threads: it keeps nothing of an event. */
public interface Step {

    /**
     * Changes the event.
     *
     * @throws StepFailure the same as {@link Outcome#FAILED}, with the reason; a {@code StepTimeout} where a regular expression took
     *     too long
     */
    Outcome apply(EventTree event) throws StepFailure;
}
