package com.jisu.logs.streams;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of Kafka Streams. It ends with the first error of one of its threads: {@link ParsingStreams} finds out why, and
 * begins another. Thread-safe.
 */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @throws UnusableStateDirectoryException if another process has the state directory
     * @throws RuntimeException Kafka Streams' own, for what it can not begin with
     */
    Engine(
            Topology topology,
            Properties properties,
            BoundedClients clients,
            StateFolder folder,
            MeterRegistry registry,
            Runnable onNews) {
        try {
            streams = new KafkaStreams(topology, properties, clients);
        } catch (StreamsException e) {
            if (e.getMessage() != null && e.getMessage().contains("multiple instances")) {
                throw new UnusableStateDirectoryException(folder.inUse());
            }
            throw e;
        }
        streams.setUncaughtExceptionHandler(e -> {
            if (failure.compareAndSet(null, e)) {
                onNews.run();
            }
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            LOG.debug("Streams went from {} to {}", before, now);
            if (now == KafkaStreams.State.RUNNING) {
                onNews.run();
            }
        });
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
    }

    void start() {
        streams.start();
    }

    /** Deletes the local files. Only before the start. */
    void forgetState() {
        streams.cleanUp();
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    /** What ended it. */
    Optional<Throwable> failure() {
        Throwable thrown = failure.get();
        if (thrown == null && streams.state() == KafkaStreams.State.ERROR) {
            return Optional.of(new IllegalStateException("Kafka Streams ended without saying why"));
        }
        return Optional.ofNullable(thrown);
    }

    /** The partitions of a topic that are this instance's now. */
    Set<TopicPartition> assigned(String topic) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topic))
                .collect(Collectors.toSet());
    }

    /** Finishes the records in hand, commits, and leaves the group, so that others take over at once; whether in time. */
    boolean close(Duration patience) {
        metrics.close();
        return streams.close(CloseOptions.timeout(patience).withGroupMembershipOperation(LEAVE_GROUP));
    }
}
