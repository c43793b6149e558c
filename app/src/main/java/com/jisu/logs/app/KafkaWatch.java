package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every few seconds whether it is there, and how far the groups of the roles in this process are behind. A
 * consumer's own lag is no measure of that: it stands still while its partitions are paused, as they are while
 * Elasticsearch is away.
 *
 * <p>One thread of its own asks; {@link #isReachable} and the gauges may be read from any.
 */
final class KafkaWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Admin admin;
    private final Map<Role, Group> groups = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean reachable = true;

    /** A consumer group and how far it is behind. */
    private static final class Group {
        private final String id;
        private final String topic;
        private volatile double lag = Double.NaN;

        private Group(String id, String topic) {
            this.id = id;
            this.topic = topic;
        }
    }

    private KafkaWatch(Admin admin) {
        this.admin = admin;
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
        Map<String, Object> properties = KafkaConnection.of(configuration);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "jisu-logs-watch");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) INTERVAL.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) INTERVAL.toMillis());
        KafkaWatch watch = new KafkaWatch(Admin.create(properties));
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
        Gauge.builder("jisu.logs.kafka.reachable", watch, each -> each.reachable ? 1 : 0)
                .description("1 while Kafka answers, 0 while it does not")
                .strongReference(true)
                .register(registry);
        watch.timer.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void add(Role role, Group group, MeterRegistry registry) {
        groups.put(role, group);
        Gauge.builder("jisu.logs." + role + ".lag", group, each -> each.lag)
                .description("records that the role's consumer group has not committed yet, of all its partitions")
                .baseUnit("records")
                .strongReference(true)
                .register(registry);
    }

    /** Whether Kafka answered the last question. */
    boolean isReachable() {
        return reachable;
    }

    private void look() {
        try {
            admin.describeCluster().nodes().get();
            reachable = true;
            for (Group group : groups.values()) {
                group.lag = lag(group);
            }
        } catch (ExecutionException e) {
            LOG.debug("Kafka does not answer", e);
            reachable = false;
            groups.values().forEach(group -> group.lag = Double.NaN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Kafka can not be watched: {}", e.getMessage());
        }
    }

    /** Not a number where Kafka refuses to tell. */
    private double lag(Group group) throws InterruptedException {
        try {
            Set<TopicPartition> partitions =
                    admin
                            .describeTopics(Set.of(group.topic))
                            .allTopicNames()
                            .get()
                            .get(group.topic)
                            .partitions()
                            .stream()
                            .map(each -> new TopicPartition(group.topic, each.partition()))
                            .collect(Collectors.toSet());
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group.id)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(partitions, OffsetSpec.earliest());
            long lag = 0;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata at = committed.get(partition);
                long start = starts.get(partition).offset();
                lag += ends.get(partition).offset() - Math.max(start, at == null ? start : at.offset());
            }
            return lag;
        } catch (ExecutionException e) {
            LOG.debug("The lag of {} is not known", group.id, e);
            return Double.NaN;
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> which)))
                .all()
                .get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
