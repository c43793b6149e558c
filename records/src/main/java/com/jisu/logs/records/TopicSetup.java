package com.jisu.logs.records;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing. Existing topics stay as they are: their operator may have chosen otherwise. What they
 * keep can be set by {@link RetentionSetup}.
 *
 * <p>All topics use {@code LogAppendTime}: with the producer's time, an old event shipped today would be deleted by
 * retention before it is read, and one of a clock that runs ahead would be refused.
 */
public final class TopicSetup {

    /** What the headers of {@link DeadLetter} add to a record that may be as large as any, several times over. */
    private static final int DEATH_BYTES = 256 * 1024;

    private static final Duration LEADERS_TIMEOUT = Duration.ofSeconds(30);

    private final Admin admin;
    private final Topics topics;
    private final Map<String, Retention> retention;

    /** Of topics that keep as much as is the broker's default. */
    public TopicSetup(Admin admin, Topics topics) {
        this(admin, topics, Map.of());
    }

    /** @param retention of new topics, by name; the broker's default where there is none */
    public TopicSetup(Admin admin, Topics topics, Map<String, Retention> retention) {
        this.admin = admin;
        this.topics = topics;
        this.retention = Map.copyOf(retention);
    }

    /** Creates all topics that are missing, as {@link #createMissing(int, Optional, Predicate)} does. */
    public List<String> createMissing(int partitions, Optional<Short> replication)
            throws ExecutionException, InterruptedException {
        return createMissing(partitions, replication, topic -> true);
    }

    /**
     * Creates the missing topics. Safe to call from several instances at once.
     *
     * @param needed the topics that this process uses; where Kafka gives no right to create another one, nothing is amiss.
     *     What may not be seen counts as missing
     * @param partitions for each new topic, at least 1
     * @param replication for each new topic; empty for the broker's default
     * @return the names of the topics that this call created
     * @throws ExecutionException if the broker refuses, with its reason as the cause: a {@link
     *     TopicAuthorizationException} has the topic's name
     */
    public List<String> createMissing(int partitions, Optional<Short> replication, Predicate<String> needed)
            throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<String> created = new ArrayList<>();
        for (String topic : topics.all()) {
            if (!existing.contains(topic) && create(topic, partitions, replication, needed)) {
                created.add(topic);
            }
        }
        return created;
    }

    /**
     * What of the existing topics is not as the pipeline needs it: times that are not those of arrival, or a bound on the size
     * of records below that of events.
     *
     * @return a line for each, for the operator
     * @throws ExecutionException if the broker refuses to tell, with its reason as the cause
     */
    public List<String> deviations() throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = topics.all().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        List<String> deviations = new ArrayList<>();
        Map<ConfigResource, KafkaFuture<Config>> told =
                admin.describeConfigs(resources).values();
        for (ConfigResource resource : resources) {
            String topic = resource.name();
            Config config = config(topic, told.get(resource));
            settings(topic).forEach((name, wanted) -> {
                String there = config.get(name).value();
                boolean enough = name.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                        ? Long.parseLong(there) >= Long.parseLong(wanted)
                        : there.equals(wanted);
                if (!enough) {
                    deviations.add("the topic " + topic + " has " + name + "=" + there + " and needs " + wanted);
                }
            });
        }
        deviations.sort(null);
        return deviations;
    }

    /** Kafka's own refusal does not say of which topic it is. */
    private static Config config(String topic, KafkaFuture<Config> told)
            throws ExecutionException, InterruptedException {
        try {
            return told.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw new ExecutionException(new TopicAuthorizationException(Set.of(topic)));
            }
            throw e;
        }
    }

    private boolean create(String topic, int partitions, Optional<Short> replication, Predicate<String> needed)
            throws ExecutionException, InterruptedException {
        Map<String, String> settings = new HashMap<>(settings(topic));
        settings.putAll(retention.getOrDefault(topic, Retention.OF_BROKER).settings(partitions));
        NewTopic newTopic = new NewTopic(topic, Optional.of(partitions), replication).configs(settings);
        try {
            admin.createTopics(List.of(newTopic)).all().get();
            awaitLeaders(topic, partitions);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false; // another instance was faster
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                if (!needed.test(topic)) {
                    return false;
                }
                throw new ExecutionException(new TopicAuthorizationException(Set.of(topic)));
            }
            throw e;
        }
    }

    /**
     * Waits until every partition is led. An idempotent producer that pipelines into a partition without a leader can end
     * in OutOfOrderSequenceException until its delivery timeout (KAFKA-15591).
     */
    private void awaitLeaders(String topic, int partitions) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + LEADERS_TIMEOUT.toNanos();
        while (!isLed(topic, partitions) && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
    }

    /** Whether the cluster names a leader for each partition, and these know that they are. */
    private boolean isLed(String topic, int partitions) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            boolean named = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                    .noneMatch(partition -> partition.leader() == null);
            if (named) {
                admin.listOffsets(ends).all().get(); // asks the leaders themselves, again until they know that they are
            }
            return named;
        } catch (ExecutionException e) {
            // Each broker learns of a new topic with some delay, and each question may go to another one.
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                return true; // made, and not for us to look at
            }
            throw e;
        }
    }

    private Map<String, String> settings(String topic) {
        int maxBytes = topic.equals(topics.raw()) ? Topics.MAX_RAW_BYTES : Topics.MAX_DOCUMENT_BYTES;
        if (topic.equals(topics.dead())) {
            maxBytes += DEATH_BYTES;
        }
        return Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(maxBytes));
    }
}
