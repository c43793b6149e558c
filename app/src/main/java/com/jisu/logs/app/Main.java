package com.jisu.logs.app;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.ConfigurationException;
import com.jisu.logs.app.dev.DevCommand;
import com.jisu.logs.app.dev.WarmUpCommand;
import com.jisu.logs.app.dlq.DlqCommand;
import com.jisu.logs.app.geoip.GeoIpCommand;
import com.jisu.logs.app.importing.ImportCommand;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.parse.ParseCommand;
import com.jisu.logs.app.roles.RoleCommand;
import com.jisu.logs.app.roles.RunCommand;
import com.jisu.logs.app.rules.RulesCommand;
import com.jisu.logs.app.send.SendCommand;
import com.jisu.logs.app.settings.ConfigCommand;
import com.jisu.logs.app.setup.SetupCommand;
import com.jisu.logs.app.status.StatusCommand;
import com.jisu.logs.app.tail.TailCommand;
import com.jisu.logs.parsers.api.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. Exit codes: 0 done, 1 a failure that the message explains, 2 a wrong command line or configuration. */
@Command(
        name = "jisu-logs",
        mixinStandardHelpOptions = true,
        version = "jisu-logs 1.0.0-SNAPSHOT",
        description = "Ships logs from Filebeat over Kafka into Elasticsearch.",
        footer = {
            "",
            "Try:",
            "  jisu-logs dev                                          everything on this machine, nothing to install",
            "  jisu-logs send --type nginx samples/nginx-access.log   send it a file, as Filebeat would",
            "  jisu-logs parse --type nginx samples/nginx-access.log  shows what becomes of its lines, without any server",
            "  jisu-logs import logstash.conf --out imported          rules of the filters of a Logstash",
            "  jisu-logs geoip 81.2.69.142                            where an address is, by which database",
            "  jisu-logs dlq list                                     what could not be parsed or indexed, and why",
            "  jisu-logs bench                                        benchmarks, from a checkout",
            "  jisu-logs COMMAND --help                               all about one command"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it failed; one line on stderr says what and why",
            "2:a wrong command line or configuration",
            "130, 143:ended by Ctrl-C or SIGTERM, in good order"
        })
public final class Main implements Runnable {

    /** By the names that they say themselves, in the order of the help. */
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        int exitCode = commandLine(args).execute(args);
        if (exitCode != 0) {
            System.exit(exitCode); // threads of what had been started must not keep a failed program alive
        }
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("dev", DevCommand::new);
        commands.put("send", SendCommand::new);
        commands.put("parse", ParseCommand::new);
        commands.put("geoip", GeoIpCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("tail", TailCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("dlq", DlqCommand::new);
        commands.put("setup", SetupCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("rules", RulesCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        for (Role role : Role.values()) {
            commands.put(role.toString(), () -> new RoleCommand(role));
        }
        return commands;
    }

    /** The whole command line, for one use. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS.keySet());
    }

    /** The part of it that some arguments need: to look at all commands takes a good part of a short one's time. */
    static CommandLine commandLine(String... args) {
        String command = Arrays.stream(args)
                .filter(argument -> !argument.equals("--debug"))
                .findFirst()
                .orElse("");
        boolean alone = COMMANDS.containsKey(command) && !command.equals("completion"); // which is about all of them
        return commandLine(alone ? Set.of(command) : COMMANDS.keySet());
    }

    private static CommandLine commandLine(Set<String> names) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main);
        for (String name : names) {
            commandLine.addSubcommand(name, COMMANDS.get(name).get());
        }
        return commandLine
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> main.explain(e));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private int explain(Exception e) {
        if (debug) {
            e.printStackTrace();
        } else {
            message(e).lines().forEach(line -> System.err.println("jisu-logs: " + line));
        }
        return e instanceof ConfigurationException || e instanceof UsageError
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Exception e) {
        if (e instanceof UserError || e instanceof ConfigurationException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof KafkaException) {
            return "Kafka can not be used: " + ClientProperties.problem(e);
        }
        return "it failed in a way that nobody has foreseen: " + e + "; --debug shows where";
    }

    private static int explainUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        List<String> unmatched = e instanceof UnmatchedArgumentException unknown
                ? unknown.getUnmatched()
                : command.getUnmatchedArguments(); // more helpful than that another one is missing
        String help = " (" + command.getCommandSpec().qualifiedName() + " --help)";
        System.err.println("jisu-logs: "
                + (unmatched.isEmpty()
                        ? e.getMessage().replace("option option", "option") + help
                        : unknown(command, unmatched.get(0), help)));
        return CommandLine.ExitCode.USAGE;
    }

    private static String unknown(CommandLine command, String typed, String help) {
        CommandSpec spec = command.getCommandSpec();
        boolean option = typed.startsWith("-");
        if (!option && spec.subcommands().isEmpty()) {
            return "'" + typed + "' is one argument too many for " + spec.name() + help;
        }
        String what = option ? " is no option of " + spec.name() : " is no command";
        Optional<String> meant = Nearest.to(
                typed.split("=")[0],
                option ? spec.optionsMap().keySet() : spec.subcommands().keySet());
        return "'" + typed + "'" + what
                + meant.map(name -> "; did you mean '" + name + "'?").orElse(help);
    }
}
