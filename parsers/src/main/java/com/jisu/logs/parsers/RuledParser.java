package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.RuleResult;
import com.jisu.logs.parsers.api.RuledTypes;
import com.jisu.logs.parsers.rules.RuleRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes documents of Beats events, and changes them by rules of one's own.
 *
 * <p>Parsing and rules are two calls, as parts of a line that a container engine cut are parsed, but not changed. An event of a type
 * without steps costs what it costs without rules.
 *
 * <p>Not thread-safe: one for each thread.
 */
public final class RuledParser {

    /** Of a field that has its name from the index: what a step made was put where it can be stored. */
    private static final String PLACED = "placed where the index can store it";

    private final EventParser parser;
    private final Rules rules;
    private final RuledTypes types;
    private final RuleRunner runner;

    /** @param rules null if there are none */
    public RuledParser(ParserSettings settings, Rules rules, ParserObserver observer) {
        this.rules = rules;
        this.types = rules == null ? RuledTypes.NONE : rules.types();
        this.parser = new EventParser(settings, observer, types);
        this.runner = rules == null
                ? null
                : new RuleRunner(
                        rules.set(),
                        settings.schema(),
                        settings.reference().fieldTypes(),
                        settings.limits(),
                        parser.keys());
    }

    /** The parser of events before the rules. Its documents of types that have rules are not finished. */
    public EventParser parser() {
        return parser;
    }

    /** The rules in use; null if there are none. */
    public Rules rules() {
        return rules;
    }

    /** Parses an event, and changes what is made of it; {@link EventParser#parse} has the parameters. Empty if it was dropped. */
    public List<ParsedEvent> parse(byte[] event, RawPosition position, long arrivalMillis)
            throws MalformedEventException {
        return change(parser.parse(event, position, arrivalMillis), event, arrivalMillis);
    }

    /**
     * Changes what was parsed; empty if it was dropped.
     *
     * @param event what the shipper sent; of a line in parts, its first
     */
    public List<ParsedEvent> change(ParsedEvent parsed, byte[] event, long arrivalMillis) {
        return types.changes(parsed.logType())
                ? runner.documents(parsed, parser.takeUnwritten(parsed), event, arrivalMillis)
                : List.of(parsed);
    }

    /** What the rules make of what was parsed, before it is placed in an index; empty if it was dropped. */
    public List<RuleResult> results(ParsedEvent parsed, byte[] event, long arrivalMillis) {
        return types.changes(parsed.logType())
                ? runner.results(parsed, parser.takeUnwritten(parsed), event, arrivalMillis)
                : List.of(new RuleResult(parsed.document(), parsed.time(), parsed.delivery()));
    }

    /**
     * For each document of {@link #change}, all its fields, and what made each: a rule of the parser, or a step. The parser explains
     * ({@link EventParser#explain}).
     */
    public List<List<FieldOrigin>> explain(ParsedEvent parsed, byte[] event, long arrivalMillis) {
        List<FieldOrigin> byParser = parser.explanation();
        if (!types.changes(parsed.logType())) {
            return List.of(byParser);
        }
        Map<String, String> rulesOfParser = new HashMap<>();
        byParser.forEach(field -> rulesOfParser.put(field.name(), field.rule()));
        List<List<FieldOrigin>> explained = new ArrayList<>();
        for (RuleRunner.Explained each : runner.explain(parsed, event, arrivalMillis)) {
            List<FieldOrigin> fields = new ArrayList<>();
            each.fields()
                    .forEach((name, json) -> fields.add(new FieldOrigin(
                            name, json, each.steps().getOrDefault(name, rulesOfParser.getOrDefault(name, PLACED)))));
            explained.add(fields);
        }
        return explained;
    }
}
