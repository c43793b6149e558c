package com.jisu.logs.app.roles;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.settings.ConfigurationOptions;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jisu-logs ingest|streams|sink}: one role in a process of its own. */
@Command(
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jisu-logs ${COMMAND-NAME} --config /etc/jisu-logs/jisu-logs.yml"})
public final class RoleCommand implements Callable<Integer> {

    private final Role role;

    @Mixin
    private ConfigurationOptions configuration;

    public RoleCommand(Role role) {
        this.role = role;
    }

    @Spec
    void describe(CommandSpec spec) {
        spec.usageMessage().description(role.description());
    }

    @Override
    public Integer call() throws Exception {
        return RunCommand.run(EnumSet.of(role), configuration.loadForService(EnumSet.of(role)));
    }
}
