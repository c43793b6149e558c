package com.jisu.logs.records;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Looks at how much of themselves topics keep that exist, and sets it. As thread-safe as the admin client. */
public final class RetentionSetup {

    private final Admin admin;

    /**
     * A setting of a topic that is not as it is wanted.
     *
     * @param name Kafka's, such as {@code retention.ms}
     */
    public record Difference(String topic, String name, String there, String wanted) {}

    public RetentionSetup(Admin admin) {
        this.admin = admin;
    }

    /**
     * How many partitions a topic has.
     *
     * @throws ExecutionException if the broker refuses to tell (the right is DESCRIBE), with its reason as the cause
     */
    public int partitions(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }

    /**
     * What would have to be changed. Segments that are smaller than they need to be are no difference.
     *
     * @param partitions of the topic
     * @throws ExecutionException if the broker refuses to tell (the right is DESCRIBE_CONFIGS), with its reason as the cause
     */
    public List<Difference> differences(String topic, int partitions, Retention wanted)
            throws ExecutionException, InterruptedException {
        Config config =
                admin.describeConfigs(List.of(resource(topic))).all().get().get(resource(topic));
        List<Difference> differences = new ArrayList<>();
        wanted.settings(partitions).forEach((name, value) -> {
            String there = config.get(name).value();
            if (!suffices(name, there, value)) {
                differences.add(new Difference(topic, name, there, value));
            }
        });
        return differences;
    }

    private static boolean suffices(String name, String there, String wanted) {
        boolean segment = name.equals(TopicConfig.SEGMENT_BYTES_CONFIG) || name.equals(TopicConfig.SEGMENT_MS_CONFIG);
        return segment ? Long.parseLong(there) <= Long.parseLong(wanted) : there.equals(wanted);
    }

    /**
     * Sets what is wanted, and nothing else of the topics.
     *
     * @throws ExecutionException if the broker refuses, with its reason as the cause
     */
    public void alter(Collection<Difference> differences) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = differences.stream()
                .collect(Collectors.groupingBy(
                        each -> resource(each.topic()),
                        Collectors.mapping(
                                each -> new AlterConfigOp(
                                        new ConfigEntry(each.name(), each.wanted()), AlterConfigOp.OpType.SET),
                                Collectors.toCollection(ArrayList::new))));
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
