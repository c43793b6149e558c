package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jisu-logs run ROLE...}: several roles in one process. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs several roles in one process.",
        footer = {"", "Example:", "  jisu-logs run streams sink --config /etc/jisu-logs/jisu-logs.yml"})
final class RunCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "ROLE", description = "Any of: ${COMPLETION-CANDIDATES}.")
    private List<Role> roles;

    @Mixin
    private ConfigurationOptions configuration;

    @Override
    public Integer call() throws Exception {
        return run(EnumSet.copyOf(roles), configuration.load());
    }

    /** Runs the roles until the process is told to stop. */
    static int run(Set<Role> roles, Configuration configuration) throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            Pipeline pipeline = shutdown.register(Pipeline.start(roles, configuration));
            System.err.println("jisu-logs: running " + pipeline.describe());
            shutdown.await();
        }
        return 0;
    }
}
