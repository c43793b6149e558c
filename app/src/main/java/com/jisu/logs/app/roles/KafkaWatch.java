package com.jisu.logs.app.roles;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.kafka.UnreadRecords;
import com.jisu.logs.app.retention.HeadroomWatch;
import com.jisu.logs.app.retention.Reader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every few seconds whether it is there, how far the groups of the roles in this process are behind, and how
 * long their topics keep what they have not read. A consumer's own lag is no measure of that: it stands still while its partitions are paused, as they are while
 * Elasticsearch is away.
 *
 * <p>One thread of its own asks; {@link #isReachable} and the gauges may be read from any.
 */
final class KafkaWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** How many of these looks one look at retention comes with: it moves slowly, and costs more questions. */
    private static final int LOOKS_AT_LAG = 6;

    private final Admin admin;
    private final HeadroomWatch headroom;
    private final Map<Role, Group> groups = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean reachable = true;
    private int looks;

    /** A consumer group and how far it is behind. */
    private static final class Group {
        private final String id;
        private final String topic;
        private volatile double lag = Double.NaN;
        private volatile Consumer<Map<TopicPartition, UnreadRecords>> listener = unread -> {};

        private Group(String id, String topic) {
            this.id = id;
            this.topic = topic;
        }
    }

    private KafkaWatch(Admin admin, HeadroomWatch headroom) {
        this.admin = admin;
        this.headroom = headroom;
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "kafka-watch");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Starts to ask. Kafka was there a moment ago: until the first answer it counts as reachable. */
    static KafkaWatch start(Set<Role> roles, Configuration configuration, MeterRegistry registry) {
        Map<String, Object> properties = ClientProperties.of(configuration);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "jisu-logs-watch");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) INTERVAL.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) INTERVAL.toMillis());
        Admin admin = Admin.create(properties);
        KafkaWatch watch = new KafkaWatch(
                admin,
                new HeadroomWatch(admin, KafkaTopics.names(configuration), readers(roles, configuration), registry));
        if (roles.contains(Role.STREAMS)) {
            watch.add(
                    Role.STREAMS,
                    new Group(
                            configuration.streams().applicationId(),
                            configuration.topics().raw()),
                    registry);
        }
        if (roles.contains(Role.SINK)) {
            watch.add(
                    Role.SINK,
                    new Group(
                            configuration.sink().groupId(),
                            configuration.topics().parsed()),
                    registry);
        }
        watch.timer.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private static List<Reader> readers(Set<Role> roles, Configuration configuration) {
        return List.of(
                new Reader(
                        Role.STREAMS.toString(),
                        configuration.streams().applicationId(),
                        configuration.topics().raw(),
                        roles.contains(Role.STREAMS)),
                new Reader(
                        Role.SINK.toString(),
                        configuration.sink().groupId(),
                        configuration.topics().parsed(),
                        roles.contains(Role.SINK)));
    }

    private void add(Role role, Group group, MeterRegistry registry) {
        groups.put(role, group);
        Gauge.builder("jisu.logs." + role + ".lag", group, each -> each.lag)
                .description("records that the role's consumer group has not committed yet, of all its partitions")
                .baseUnit("records")
                .strongReference(true)
                .register(registry);
    }

    /** Tells a listener, every few seconds while Kafka answers, what a role's group has not committed yet. */
    void onUnread(Role role, Consumer<Map<TopicPartition, UnreadRecords>> listener) {
        groups.get(role).listener = listener;
    }

    /** Runs a task with every look. */
    void withEachLook(Runnable task) {
        timer.scheduleWithFixedDelay(task, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asks whether a topic could take records now: each of its partitions has a leader, and enough replicas.
     *
     * @return false also where Kafka does not say
     */
    boolean takesRecords(String topic) throws InterruptedException {
        try {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            int needed = Integer.parseInt(admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                    .value());
            return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                    .allMatch(partition -> partition.leader() != null
                            && !partition.leader().isEmpty()
                            && partition.isr().size() >= needed);
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Whether Kafka answered the last question. {@code Pipeline} shows it as a gauge, which is there before this watch. */
    boolean isReachable() {
        return reachable;
    }

    /** How long the readers' topics still keep what was not read, as it was found last. */
    List<HeadroomWatch.Reading> headrooms() {
        return headroom.readings();
    }

    private void look() {
        try {
            Collection<Node> nodes = admin.describeCluster().nodes().get();
            reachable = true;
            for (Group group : groups.values()) {
                group.lag = lag(group);
            }
            if (looks++ % LOOKS_AT_LAG == 0) {
                headroom.look(nodes.stream().map(Node::id).toList());
            }
        } catch (ExecutionException e) {
            LOG.debug("Kafka does not answer", e);
            reachable = false;
            groups.values().forEach(group -> group.lag = Double.NaN);
            headroom.forget();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Kafka can not be watched: {}", e.getMessage());
        }
    }

    /** Not a number where Kafka refuses to tell. */
    private double lag(Group group) throws InterruptedException {
        try {
            Map<TopicPartition, UnreadRecords> unread = UnreadRecords.of(admin, group.id, group.topic);
            group.listener.accept(unread);
            return unread.values().stream().mapToLong(UnreadRecords::count).sum();
        } catch (ExecutionException e) {
            LOG.debug("The lag of {} is not known", group.id, e);
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
