package com.jisu.logs.streams;

import com.jisu.logs.records.Refusal;
import com.jisu.logs.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka whether all is there that streams needs: its topics, and the rights to them. Learns on the way what the topics
 * take. Used by one thread.
 */
final class TopicCheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final int TIMEOUT_MS = 5_000;
    private static final int RESET_TRIES = 20;
    private static final int RESET_PAUSE_MS = 500;

    private final Admin admin;
    private final String group;
    private final List<String> internalTopics;
    private final TopicLimits limits;
    private final Map<String, Set<AclOperation>> needed = new HashMap<>();
    private final List<String> topics = new ArrayList<>();
    private boolean deleteIsSaid;
    private final Set<String> missing = new HashSet<>();
    private final Set<String> read = new HashSet<>(); // all topics that are read
    private final Map<String, TopicDescription> seen = new HashMap<>(); // of those, by the last look
    private final Map<String, Uuid> ids = new HashMap<>(); // of those, as the engine began

    TopicCheck(Map<String, Object> kafkaProperties, String applicationId, Topics names, TopicLimits limits) {
        Map<String, Object> properties = new HashMap<>(kafkaProperties);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "jisu-logs-streams-check");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        this.admin = Admin.create(properties);
        this.group = applicationId;
        this.internalTopics = ParsingTopology.internalTopics(applicationId);
        this.limits = limits;
        needed.put(names.raw(), EnumSet.of(AclOperation.READ));
        needed.put(names.parsed(), EnumSet.of(AclOperation.WRITE));
        needed.put(names.dead(), EnumSet.of(AclOperation.WRITE));
        internalTopics.forEach(topic -> needed.put(topic, EnumSet.of(AclOperation.READ, AclOperation.WRITE)));
        topics.addAll(names.all());
        topics.addAll(internalTopics);
        read.add(names.raw());
        read.addAll(internalTopics);
    }

    /** What is missing, in a line; nothing if all is there, or if Kafka does not answer, which Kafka's clients wait for. */
    Optional<String> problem() throws InterruptedException {
        missing.clear();
        seen.clear();
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> there = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        for (String topic : topics) {
            try {
                TopicDescription description = asked.get(topic).get();
                Optional<String> its = problem(description);
                if (read.contains(topic)) {
                    seen.put(topic, description);
                    if (!description.topicId().equals(ids.computeIfAbsent(topic, first -> description.topicId()))) {
                        missing.add(topic); // it was made anew: what is known of it is of another one
                    }
                }
                there.add(topic);
                problem = problem.or(() -> its);
            } catch (ExecutionException e) {
                Optional<String> its = problem(topic, e.getCause());
                problem = problem.or(() -> its);
            }
        }
        learnLimits(there);
        return problem.isPresent() || there.isEmpty() ? problem : problemOfGroup();
    }

    /**
     * Whether a topic that is read is not there any more, or is another of the same name, as of the last look. Kafka Streams
     * does not notice for minutes, and then goes on at its old place in it.
     */
    boolean topicsAreGone() {
        return !missing.isEmpty();
    }

    /**
     * From now on the topics are those that there are. In one that was made anew the group begins anew, too: what it has
     * committed, by the engine before as that ended for one, is a place in the old one.
     */
    void engineBegins() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> begins = new HashMap<>();
        for (TopicDescription topic : seen.values()) {
            if (missing.contains(topic.name())) {
                topic.partitions()
                        .forEach(partition -> begins.put(
                                new TopicPartition(topic.name(), partition.partition()), new OffsetAndMetadata(0)));
            }
        }
        ids.clear();
        seen.forEach((topic, description) -> ids.put(topic, description.topicId()));
        if (!begins.isEmpty()) {
            reset(begins);
        }
    }

    /** Tried some times: while a member is in the group, be it one that is just leaving, nobody else may. */
    private void reset(Map<TopicPartition, OffsetAndMetadata> begins) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                admin.alterConsumerGroupOffsets(group, begins).all().get();
                return;
            } catch (ExecutionException e) {
                if (tries == RESET_TRIES) {
                    LOG.warn(
                            "{} may pass over records of {}, which was made anew: its places there could not be reset, since"
                                    + " other instances are in the group, or for want of the right to",
                            group,
                            begins.keySet());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(RESET_PAUSE_MS);
            }
        }
    }

    private Optional<String> problem(TopicDescription topic) {
        Set<AclOperation> allowed = topic.authorizedOperations();
        if (allowed != null && !allowed.containsAll(needed.get(topic.name()))) {
            Set<AclOperation> missing = EnumSet.copyOf(needed.get(topic.name()));
            missing.removeAll(allowed);
            return Optional.of(noRight(missing.toString(), "topic " + topic.name()));
        }
        boolean mayDelete = allowed == null || allowed.contains(AclOperation.DELETE);
        if (!mayDelete && topic.name().equals(internalTopics.get(0)) && !deleteIsSaid) {
            deleteIsSaid = true; // Kafka Streams goes on without, and says nothing
            LOG.warn(
                    "{}: what streams has read of it stays on the brokers' disks",
                    noRight(AclOperation.DELETE.toString(), "topic " + topic.name()));
        }
        int partitions = topic.partitions().size();
        if (internalTopics.contains(topic.name()) && partitions != ParsingTopology.JOIN_PARTITIONS) {
            return Optional.of("the topic " + topic.name() + " has " + partitions + " partitions and needs "
                    + ParsingTopology.JOIN_PARTITIONS + ": delete it, and it is made anew");
        }
        return Optional.empty();
    }

    private Optional<String> problem(String topic, Throwable refusal) {
        if (refusal instanceof UnknownTopicOrPartitionException) {
            if (read.contains(topic)) {
                missing.add(topic);
            }
            return internalTopics.contains(topic) // Kafka Streams makes it
                    ? Optional.empty()
                    : Optional.of("the topic " + topic + " does not exist");
        }
        if (refusal instanceof AuthorizationException) {
            return internalTopics.contains(topic)
                    ? Optional.empty() // it may be missing, and what is missing may not be asked about either
                    : Optional.of(noRight(needed.get(topic).toString(), "topic " + topic));
        }
        if (refusal instanceof AuthenticationException) {
            return Optional.of("Kafka refuses the login: " + refusal.getMessage());
        }
        return Optional.empty();
    }

    private static String noRight(String operations, String what) {
        return Refusal.noRight(operations.replaceAll("[\\[\\]]", ""), what);
    }

    private Optional<String> problemOfGroup() throws InterruptedException {
        try {
            Set<AclOperation> allowed = admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group)
                    .get()
                    .authorizedOperations();
            return allowed == null || allowed.contains(AclOperation.READ)
                    ? Optional.empty()
                    : Optional.of(noRight("READ", "group " + group));
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException
                    ? Optional.of(noRight("READ", "group " + group))
                    : Optional.empty(); // there is none yet, mostly
        }
    }

    private void learnLimits(List<String> there) throws InterruptedException {
        List<ConfigResource> resources = there.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> each :
                admin.describeConfigs(resources).values().entrySet()) {
            try {
                ConfigEntry bound = each.getValue().get().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
                limits.asked(each.getKey().name(), Integer.parseInt(bound.value()));
            } catch (ExecutionException e) {
                // No right to ask, or it is gone by now: what it takes is learned by what it refuses.
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
