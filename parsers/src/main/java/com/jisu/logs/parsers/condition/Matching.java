package com.jisu.logs.parsers.condition;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.StepTimeout;

/** A regular expression behind {@code =~}. */
final class Matching {

    /** Where it takes too long, the event is told, and does not match. */
    private static final String TIMEOUT = "_regex_timeout";

    private static final int LIMIT_MILLIS = 100;

    private final RubyPattern pattern;

    /** @throws OptionFault if it is no regular expression */
    Matching(String regex, RegexWatch watch) throws OptionFault {
        pattern = RubyPattern.of("", regex, watch, LIMIT_MILLIS);
    }

    /** Whether it is somewhere in a text; never in anything else. */
    boolean isIn(Object value, EventTree event) {
        if (!(value instanceof String text)) {
            return false;
        }
        try {
            return pattern.find(text) != null;
        } catch (StepTimeout e) {
            event.tag(TIMEOUT);
            return false;
        }
    }
}
