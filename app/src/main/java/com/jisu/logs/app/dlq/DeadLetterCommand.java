package com.jisu.logs.app.dlq;

import com.jisu.logs.app.settings.ConfigurationOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands of {@code dlq} have in common: the configuration, and a topic that is opened for them. */
abstract class DeadLetterCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        try (DeadLetterTopic topic = DeadLetterTopic.open(configuration)) {
            DeadLetterTopic.explained(topic.configuration(), () -> {
                run(topic, spec.commandLine().getOut());
                return null;
            });
            if (topic.strangers() > 0) {
                spec.commandLine()
                        .getErr()
                        .println("jisu-logs: " + topic.strangers() + " records of "
                                + topic.topics().dead() + " have no headers of a dead letter; they were passed over");
            }
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    abstract void run(DeadLetterTopic topic, PrintWriter out);
}
