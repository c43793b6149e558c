package com.jisu.logs.app.roles;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.settings.ConfigurationOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jisu-logs run ROLE...}: several roles in one process. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs several roles in one process.",
        footer = {"", "Example:", "  jisu-logs run streams sink --config /etc/jisu-logs/jisu-logs.yml"})
public final class RunCommand implements Callable<Integer> {

    private static final Duration FAILURE_CHECK = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Parameters(arity = "1..*", paramLabel = "ROLE", description = "Any of: ${COMPLETION-CANDIDATES}.")
    private List<Role> roles;

    @Mixin
    private ConfigurationOptions configuration;

    @Override
    public Integer call() throws Exception {
        Set<Role> all = EnumSet.copyOf(roles);
        return run(all, configuration.loadForService(all));
    }

    /** Runs the roles until the process is told to stop. */
    static int run(Set<Role> roles, Configuration configuration) throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            Pipeline pipeline = shutdown.register(Pipeline.start(roles, configuration));
            LOG.info("Running {}", pipeline.describe());
            while (!shutdown.await(FAILURE_CHECK)) {
                if (!pipeline.failed().isEmpty()) {
                    throw new UserError(
                            "the roles " + pipeline.failed()
                                    + " failed, the log says why; this process ends, so that whoever watches it starts it again");
                }
            }
        }
        return 0;
    }
}
