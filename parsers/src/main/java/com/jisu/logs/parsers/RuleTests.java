package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.RuleResult;
import com.jisu.logs.parsers.api.TestResult;
import com.jisu.logs.parsers.rules.RuleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the tests that stand in a file of rules. */
final class RuleTests {

    private static final Duration EVER = Duration.ofDays(4_000_000);

    private final Rules rules;
    private final RuledParser parser;

    RuleTests(Rules rules, ParserSettings settings) {
        this.rules = rules;
        this.parser = new RuledParser(settings.withTimes(EVER, EVER), rules, ParserObserver.NONE);
    }

    List<TestResult> run() {
        List<TestResult> results = new ArrayList<>();
        for (RuleTest test : rules.set().tests()) {
            List<String> faults = new ArrayList<>();
            for (String fault : faults(test)) {
                faults.add(rules.set().file() + ":" + test.line() + ": test '" + test.name() + "': " + fault);
            }
            results.add(new TestResult(test.name(), faults));
        }
        return results;
    }

    private List<String> faults(RuleTest test) {
        List<RuleResult> results;
        long arrival = System.currentTimeMillis();
        try {
            ParsedEvent parsed = parser.parser().parse(test.event(), new RawPosition("test", 0, test.line()), arrival);
            results = parser.results(parsed, test.event(), arrival);
        } catch (MalformedEventException e) {
            return List.of(e.getMessage());
        }
        if (test.dropped() || results.isEmpty()) {
            return test.dropped() == results.isEmpty()
                    ? List.of()
                    : List.of(test.dropped() ? "it is not dropped" : "it is dropped");
        }
        return test.differences(results.get(0).json());
    }
}
