package com.jisu.logs.app.setup;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.LoadedConfiguration;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.kafka.UnreadRecords;
import com.jisu.logs.app.retention.Limits;
import com.jisu.logs.app.retention.RecordSizes;
import com.jisu.logs.records.Retention;
import com.jisu.logs.records.RetentionSetup;
import com.jisu.logs.records.RetentionSetup.Difference;
import com.jisu.logs.records.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What the topics keep: set to what the operator has said of topics that exist, left alone where nothing was said, and how
 * long an outage that is good for.
 */
final class TopicRetention implements AutoCloseable {

    private final Configuration configuration;
    private final LoadedConfiguration origins;
    private final Admin admin;
    private final Topics topics;

    TopicRetention(LoadedConfiguration loaded) {
        this.configuration = loaded.configuration();
        this.origins = loaded;
        this.admin = KafkaTopics.admin(configuration);
        this.topics = KafkaTopics.names(configuration);
    }

    /**
     * Sets what the keys say that were set.
     *
     * @return a line for each change
     * @throws UserError if Kafka refuses
     */
    List<String> set() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String topic : topics.all()) {
            List<Difference> differences = differences(topic, said(topic, true));
            if (!differences.isEmpty()) {
                alter(topic, differences);
            }
            for (Difference each : differences) {
                lines.add("set " + each.name() + " of the topic " + topic + " to " + each.wanted() + "; it was "
                        + each.there());
            }
        }
        return lines;
    }

    private void alter(String topic, List<Difference> differences) throws InterruptedException {
        try {
            new RetentionSetup(admin).alter(differences);
        } catch (ExecutionException | KafkaException e) {
            throw new UserError(
                    "Kafka refuses to change what the topic " + topic + " keeps: " + ClientProperties.problem(e) + "; "
                            + command(topic, differences),
                    e);
        }
    }

    /** Where existing topics keep something else than the defaults say, which is not for us to change. */
    List<String> leftAlone() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String topic : topics.all()) {
            List<Difference> differences = differences(topic, said(topic, false));
            if (!differences.isEmpty()) {
                lines.add("the topic " + topic + " has "
                        + differences.stream()
                                .map(each ->
                                        each.name() + "=" + each.there() + " where a new one gets " + each.wanted())
                                .collect(Collectors.joining(", "))
                        + "; left as it is: set topics.retention." + section(topic) + " to have it changed, or "
                        + command(topic, differences));
            }
        }
        return lines;
    }

    private static String command(String topic, List<Difference> differences) {
        return "kafka-configs.sh --alter --topic " + topic + " --add-config "
                + differences.stream()
                        .map(each -> each.name() + "=" + each.wanted())
                        .collect(Collectors.joining(","));
    }

    /** What the keys say of a topic: those that were set, or the others. */
    private Retention said(String topic, boolean set) {
        Retention all = KafkaTopics.retention(configuration).get(topic);
        String group = "topics.retention." + section(topic);
        return new Retention(
                all.time().filter(value -> origins.isSet(group + ".time") == set),
                all.bytes().filter(value -> origins.isSet(group + ".bytes") == set));
    }

    private String section(String topic) {
        return topic.equals(topics.raw()) ? "raw" : topic.equals(topics.parsed()) ? "parsed" : "dead";
    }

    private List<Difference> differences(String topic, Retention wanted) throws InterruptedException {
        RetentionSetup setup = new RetentionSetup(admin);
        int partitions = asked(() -> setup.partitions(topic), AclOperation.DESCRIBE, topic);
        return asked(() -> setup.differences(topic, partitions, wanted), AclOperation.DESCRIBE_CONFIGS, topic);
    }

    /** How long an outage each topic survives, at rates that people have. */
    List<String> worth() throws InterruptedException {
        return asked(
                () -> {
                    RecordSizes sizes = new RecordSizes(admin, topics);
                    sizes.ask(admin.describeCluster().nodes().get().stream()
                            .map(Node::id)
                            .toList());
                    List<String> lines = new ArrayList<>();
                    for (String topic : topics.all()) {
                        Map<TopicPartition, UnreadRecords> partitions = UnreadRecords.ofNobody(admin, topic);
                        OutageSize size = new OutageSize(Limits.of(admin, topic), partitions.size());
                        lines.add("the topic " + topic + " keeps " + size.kept()
                                + (topic.equals(topics.dead())
                                        ? ""
                                        : ": " + size.worth(sizes.measured(partitions), sizes.assumed(topic))));
                    }
                    return lines;
                },
                AclOperation.DESCRIBE_CONFIGS,
                String.join(", ", topics.all()));
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    /**
     * @param operation the right that it takes
     * @param what the topic that is asked about, or all of them
     */
    private <T> T asked(Question<T> question, AclOperation operation, String what) throws InterruptedException {
        try {
            return question.ask();
        } catch (ExecutionException | KafkaException e) {
            throw new UserError(
                    "Kafka at " + configuration.kafka().bootstrapServers() + " does not tell what the topics keep: "
                            + ClientProperties.problem(e, operation, what),
                    e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
