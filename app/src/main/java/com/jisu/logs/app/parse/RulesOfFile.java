package com.jisu.logs.app.parse;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The parser with the rules of a file, if there is one. */
record RulesOfFile(RuledParser parser, Rules rules) implements AutoCloseable {

    /**
     * Reads the rules, and runs their tests.
     *
     * @param file null for no rules
     * @param schemaSaid whether the schema was asked for; otherwise that of the rules holds
     */
    static RulesOfFile open(Path file, ParserSettings settings, boolean schemaSaid) {
        if (file == null) {
            return new RulesOfFile(new RuledParser(settings, null, ParserObserver.NONE), null);
        }
        try {
            Rules rules = Rules.read(file, settings);
            Schema schema = rules.schema().orElse(settings.schema());
            if (schemaSaid && schema != settings.schema()) {
                throw new UserError(
                        file + " is written for schema " + name(schema) + ", not " + name(settings.schema()));
            }
            ParserSettings own = settings.withSchema(schema);
            rules.check(own);
            return new RulesOfFile(new RuledParser(own, rules, ParserObserver.NONE), rules);
        } catch (RulesException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** The types that the rules are for. */
    List<String> logTypes() {
        return rules == null ? List.of() : rules.logTypes();
    }

    private static String name(Schema schema) {
        return schema.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        if (rules != null) {
            rules.close();
        }
    }
}
