package com.jisu.logs.app.rules;

import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.settings.ConfigurationOptions;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.RulesException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The file of rules that a command is about: the one it is given, or that of the configuration. */
final class RulesFile {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The rules (default: streams.rules of the configuration).")
    private Path file;

    @Mixin
    private ConfigurationOptions options;

    /** Rules, and the settings of parsers that would use them. */
    record Read(Path file, Rules rules, ParserSettings settings) implements AutoCloseable {
        @Override
        public void close() {
            rules.close();
        }
    }

    /** @throws RulesException with all that is wrong with the file */
    Read read() throws RulesException {
        Configuration configuration = options.load(Map.of("logging.level", "warn"));
        Path named = file == null ? configuration.streams().rules().orElse(null) : file;
        if (named == null) {
            throw new UsageError("name a file of rules, or a configuration with streams.rules: --config FILE");
        }
        ParserSettings settings = Settings.parsers(configuration);
        Rules rules = Rules.read(named, settings);
        return new Read(named, rules, settings.withSchema(rules.schema().orElse(settings.schema())));
    }
}
