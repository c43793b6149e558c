package com.jisu.logs.app.settings;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Entry;
import com.jisu.logs.app.config.LoadedConfiguration;
import com.jisu.logs.app.config.Origin;
import com.jisu.logs.app.logging.Logging;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jisu-logs config}: looks at the configuration and starts nothing. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks the configuration, or shows what is in effect. Starts nothing.",
        footer = {
            "",
            "Examples:",
            "  jisu-logs config check --config /etc/jisu-logs/jisu-logs.yml",
            "  jisu-logs config show --changed"
        },
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class})
public final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** {@code jisu-logs config check} */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Finds every fault of the configuration; exit code 2 if there is any.",
            footer = {"", "Example:", "  jisu-logs config check sink --config /etc/jisu-logs/jisu-logs.yml"})
    static final class Check implements Callable<Integer> {

        @Parameters(
                arity = "0..*",
                paramLabel = "ROLE",
                description = "Check what these roles use: ${COMPLETION-CANDIDATES} (default: all).")
        private List<Role> roles;

        @Mixin
        private ConfigurationOptions options;

        @Override
        public Integer call() {
            Logging.warningsOnly();
            Set<Role> all = roles == null ? EnumSet.allOf(Role.class) : EnumSet.copyOf(roles);
            LoadedConfiguration loaded = options.checked(all, Map.of());
            if (all.contains(Role.STREAMS)) {
                loaded.refuse(Settings.faultsOfRules(loaded.configuration()));
            }
            PlainConnections.warnings(all, loaded.configuration())
                    .forEach(warning -> System.err.println("jisu-logs: warning: " + warning));
            long changed = loaded.shown().stream()
                    .filter(each -> !each.origin().equals(Origin.DEFAULT))
                    .count();
            System.out.println("The configuration is right; " + changed + " of its keys are set, the others have their"
                    + " defaults ('jisu-logs config show').");
            return 0;
        }
    }

    /** {@code jisu-logs config show} */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows every key with its value, and where it was set. Secrets are masked.",
            footer = {"", "Example:", "  jisu-logs config show --changed --config /etc/jisu-logs/jisu-logs.yml"})
    static final class Show implements Callable<Integer> {

        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][\\w./:,+-]*");

        @Option(names = "--changed", description = "Only what is not a default.")
        private boolean changed;

        @Mixin
        private ConfigurationOptions options;

        @Override
        public Integer call() {
            for (Entry each : options.readAll().shown()) {
                if (!changed || !each.origin().equals(Origin.DEFAULT)) {
                    System.out.printf(
                            "%-60s # %s%n",
                            each.key() + ": " + quoted(each.value()),
                            each.origin().text());
                }
            }
            return 0;
        }

        /** As YAML would have it, so that a line can be copied into a file. */
        private static String quoted(String value) {
            return PLAIN.matcher(value).matches()
                    ? value
                    : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
    }
}
