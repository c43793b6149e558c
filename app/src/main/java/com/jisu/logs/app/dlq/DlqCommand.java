package com.jisu.logs.app.dlq;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jisu-logs dlq}: looks at the dead-letter topic and sends back what can be processed by now. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows, exports and replays dead letters: events that could not be parsed (stage streams) and documents that"
                    + " Elasticsearch did not take (stage sink).",
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs dlq list --since 1h                     what died in the last hour, and how many of which reason",
            "  jisu-logs dlq show 0:17                           one of them, with its history",
            "  jisu-logs dlq replay --stage sink --since 1h      again, after what refused them was mended",
            "  jisu-logs dlq export --reason not_json > dead.jsonl"
        },
        subcommands = {ListCommand.class, ShowCommand.class, ReplayCommand.class, ExportCommand.class})
public final class DlqCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
