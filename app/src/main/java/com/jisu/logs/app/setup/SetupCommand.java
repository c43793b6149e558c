package com.jisu.logs.app.setup;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.LoadedConfiguration;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.settings.ConfigurationOptions;
import com.jisu.logs.app.settings.PlainConnections;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.sink.ElasticsearchSetup;
import com.jisu.logs.sink.api.SinkSettings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jisu-logs setup}: what the roles need of the servers, before any of them is started. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Creates what is missing: Kafka topics, Elasticsearch templates and lifecycle policy, objects of Kibana or",
            "OpenSearch Dashboards.",
            "Says what it changed; what is there stays, but for what topics keep where topics.retention says so.",
            "May be run again at any time."
        },
        footer = {
            "",
            "Example:",
            "  jisu-logs setup --config /etc/jisu-logs/jisu-logs.yml --kibana-url https://kibana:5601"
        })
public final class SetupCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(SetupCommand.class);

    @Option(
            names = "--kibana-url",
            paramLabel = "URL",
            description =
                    "Also import data view, searches and dashboard into this Kibana or OpenSearch Dashboards (it is"
                            + " asked which), with the user or API key of sink.elasticsearch.")
    private URI kibanaUrl;

    @Option(
            names = "--overwrite",
            description = "Replace objects of --kibana-url that are there already, and whatever was changed in them.")
    private boolean overwrite;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws Exception {
        LoadedConfiguration loaded = options.loadWithOrigins(Set.of(Role.SINK));
        Configuration configuration = loaded.configuration();
        SinkSettings sink = Settings.sink(configuration);
        if (kibanaUrl != null && !ObjectImport.isUsable(kibanaUrl)) {
            throw new UsageError("--kibana-url must be an http:// or https:// URL without credentials, such as"
                    + " http://localhost:5601");
        }
        if (kibanaUrl != null && PlainConnections.isOpen(kibanaUrl) && hasCredentials(sink.access())) {
            LOG.warn(
                    "the credentials of sink.elasticsearch go to {} without encryption; use https:// in --kibana-url",
                    kibanaUrl.getAuthority());
        }
        setUpKafka(loaded);
        setUpCluster(sink);
        if (kibanaUrl != null) {
            ObjectImport objects = new ObjectImport(kibanaUrl, sink.access());
            ObjectServer server = objects.server();
            say(server.title(), objects.install(server, overwrite));
        }
        return 0;
    }

    private static void setUpKafka(LoadedConfiguration loaded) throws InterruptedException {
        List<String> changes = new ArrayList<>();
        KafkaTopics.createMissingNow(loaded.configuration())
                .forEach(topic -> changes.add("created the topic " + topic));
        try (TopicRetention retention = new TopicRetention(loaded)) {
            changes.addAll(retention.set());
            say("Kafka", changes);
            for (String deviation : KafkaTopics.deviations(loaded.configuration())) {
                System.out.println("Kafka: " + deviation + "; change it with kafka-configs.sh --alter");
            }
            retention.leftAlone().forEach(line -> System.out.println("Kafka: " + line));
            try {
                retention.worth().forEach(line -> System.out.println("Kafka: " + line));
            } catch (UserError e) { // a right to look at something: all that was asked for is done
                System.out.println("Kafka: what the topics' sizes are good for is not known: " + e.getMessage());
            }
        }
    }

    private static boolean hasCredentials(SinkSettings.Access access) {
        return access.user().isPresent() || access.apiKey().isPresent();
    }

    private static void setUpCluster(SinkSettings sink) {
        try (ElasticsearchSetup setup = ElasticsearchSetup.of(sink)) {
            try {
                List<String> changes = setup.install();
                say(setup.serverName(), changes);
            } catch (IOException e) {
                throw new UserError(setup.serverName() + " at " + sink.urls().get(0) + ": " + e.getMessage(), e);
            }
        }
    }

    private static void say(String server, List<String> changes) {
        if (changes.isEmpty()) {
            System.out.println(server + ": nothing to do, all is there");
        }
        changes.forEach(change -> System.out.println(server + ": " + change));
    }
}
