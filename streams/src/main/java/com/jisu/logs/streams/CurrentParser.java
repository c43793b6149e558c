package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.ParserObserver;
import java.util.Optional;

/** A stream thread's parser, with the rules that are in effect when an event comes. Not thread-safe. */
final class CurrentParser {

    private final ParserSettings settings;
    private final Optional<RulesInUse> rules;
    private final ParserObserver observer;
    private RuledParser parser;

    CurrentParser(ParserSettings settings, Optional<RulesInUse> rules, ParserObserver observer) {
        this.settings = settings;
        this.rules = rules;
        this.observer = observer;
        this.parser = parser(inEffect());
    }

    private Rules inEffect() {
        return rules.isEmpty() ? null : rules.get().current();
    }

    private RuledParser parser(Rules of) {
        return new RuledParser(settings, of, observer);
    }

    RuledParser get() {
        Rules now = inEffect();
        if (now != parser.rules()) {
            parser = parser(now);
        }
        return parser;
    }
}
