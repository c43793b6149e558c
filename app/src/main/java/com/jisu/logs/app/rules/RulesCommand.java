package com.jisu.logs.app.rules;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.Rules;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jisu-logs rules}: looks at rules of one's own and starts nothing. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Tests rules of your own, or shows what they do (docs/rules.md). Starts nothing.",
        footer = {
            "",
            "Examples:",
            "  jisu-logs rules test rules.yml",
            "  jisu-logs rules show --config /etc/jisu-logs/jisu-logs.yml",
            "  jisu-logs rules schema > rules.schema.json"
        },
        subcommands = {TestCommand.class, ShowCommand.class, RulesCommand.SchemaCommand.class})
public final class RulesCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** {@code jisu-logs rules schema} */
    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the JSON Schema of files of rules. An editor that has the YAML language server completes and checks by it"
                        + " where the file begins with the line",
                "  # yaml-language-server: $schema=rules.schema.json"
            })
    static final class SchemaCommand implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            ObjectMapper json = new ObjectMapper();
            System.out.println(
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(Rules.jsonSchema())));
            return 0;
        }
    }
}
