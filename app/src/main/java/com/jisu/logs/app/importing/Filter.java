package com.jisu.logs.app.importing;

import java.util.Optional;

/** A filter of Logstash that a step does the work of. */
interface Filter {

    /**
     * The step for these options, without the common ones; the row of the options takes note of what is different.
     *
     * @return none where it can not be carried over, which the row says
     */
    Optional<RuleStep> step(PluginOptions options, Ecs ecs);
}
