package com.jisu.logs.sink;

import com.jisu.logs.records.BoundedConsumer;
import com.jisu.logs.records.DeadReason;
import com.jisu.logs.records.DeletedUnread;
import com.jisu.logs.records.PollPace;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.bulk.Deliveries;
import com.jisu.logs.sink.document.Intake;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.TemplateSetup;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.kafka.ConsumerHealth;
import com.jisu.logs.sink.kafka.DeadLetters;
import com.jisu.logs.sink.kafka.OffsetCommits;
import com.jisu.logs.sink.kafka.ParsedConsumer;
import com.jisu.logs.sink.kafka.Progress;
import com.jisu.logs.sink.metrics.SinkMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the parsed topic and indexes each document once.
 *
 * <p>One thread of its own polls, builds, judges and commits; the HTTP client's threads only hand answers to it. While
 * Elasticsearch is away the partitions are paused and polling goes on, so the consumer stays in its group. Offsets are
 * committed only for what Elasticsearch, or the dead-letter topic, has answered for.
 *
 * <p>{@link #state} and {@link #close} may be called from any thread.
 */
public final class ElasticsearchSink implements AutoCloseable {

    /** For health checks. */
    public enum State {
        /** Nothing was indexed yet: Kafka or Elasticsearch did not answer so far. */
        STARTING,
        RUNNING,
        /** Elasticsearch, or one of its indices, takes no documents; they wait in Kafka. */
        WAITING_FOR_ELASTICSEARCH,
        /** There is no connection to any Kafka broker, or the dead-letter topic takes no records. */
        WAITING_FOR_KAFKA,
        /** Closed. */
        STOPPED,
        /** An unexpected error ended it; the log says which. Only a new start helps. */
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSink.class);

    private static final Duration POLL = Duration.ofMillis(100);

    /** How long in-flight requests may take to be answered before their partitions go to another consumer. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(20);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SteadyClock clock;
    private final ElasticsearchConnection elasticsearch;
    private final DeadLetters deadLetters;
    private final Deliveries deliveries;
    private final Intake intake;
    private final SinkMetrics metrics;
    private final MeterRegistry registry;
    private final Map<String, Object> kafkaProperties;
    private final OffsetCommits offsets = new OffsetCommits();
    private final PollPace pace = new PollPace(System.nanoTime());
    private final Thread thread;
    private Consumer<byte[], byte[]> consumer;
    private KafkaClientMetrics consumerMetrics;
    private ConsumerHealth health;
    private long stepsSeen;
    private boolean paused;
    private volatile boolean closing;
    private volatile State state = State.STARTING;
    private volatile SinkMetrics.Load load;
    private volatile Set<TopicPartition> assigned = Set.of();

    private ElasticsearchSink(
            SinkSettings settings,
            Topics topics,
            Supplier<Consumer<byte[], byte[]>> consumers,
            ElasticsearchConnection elasticsearch,
            Map<String, Object> kafkaProperties,
            SteadyClock clock,
            MeterRegistry registry) {
        BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
        this.topic = topics.parsed();
        this.consumers = consumers;
        this.clock = clock;
        this.stepsSeen = clock.steps();
        this.registry = registry;
        this.kafkaProperties = kafkaProperties;
        this.elasticsearch = elasticsearch;
        this.metrics = new SinkMetrics(registry, clock);
        this.intake =
                settings.target().isDataStream() ? Intake.toStreams() : new Intake(DailyIndex.parse(settings.index()));
        this.deadLetters = new DeadLetters(() -> DeadLetters.producer(kafkaProperties), topics.dead(), events::add);
        this.deliveries = new Deliveries(
                settings,
                elasticsearch,
                new TemplateSetup(elasticsearch, settings.indexMode(), settings.indexPatterns(), settings.target()),
                deadLetters,
                metrics,
                events);
        connect();
        this.load = deliveries.load();
        this.metrics.gauges(() -> load, () -> state == State.WAITING_FOR_ELASTICSEARCH);
        this.thread = new Thread(this::run, "jisu-logs-sink");
    }

    private void connect() {
        consumer = consumers.get();
        consumerMetrics = new KafkaClientMetrics(consumer);
        consumerMetrics.bindTo(registry);
        health = new ConsumerHealth(consumer, topic, kafkaProperties);
    }

    /**
     * Starts the sink and returns at once: it waits by itself for servers that do not answer yet.
     *
     * @param kafkaProperties how to reach Kafka: {@code bootstrap.servers}, security; further consumer and producer
     *     properties where needed
     * @param clock tells of steps of the machine's clock; may be shared with others
     * @throws IllegalArgumentException if a setting is unusable, naming its configuration key
     */
    public static ElasticsearchSink start(
            SinkSettings settings,
            Topics topics,
            Map<String, Object> kafkaProperties,
            SteadyClock clock,
            MeterRegistry registry) {
        ElasticsearchConnection elasticsearch = ElasticsearchConnection.to(settings);
        DeletedUnread deleted = new DeletedUnread("sink", List.of(topics.parsed()), registry);
        ElasticsearchSink sink = new ElasticsearchSink(
                settings,
                topics,
                () -> ParsedConsumer.of(settings.groupId(), kafkaProperties, deleted),
                elasticsearch,
                kafkaProperties,
                clock,
                registry);
        sink.thread.start();
        return sink;
    }

    public State state() {
        return state;
    }

    /** The partitions of the parsed topic that are this instance's now. */
    public Set<TopicPartition> assigned() {
        return assigned;
    }

    /**
     * Sends what was polled, waits for the answers, commits, and leaves the group. Takes at most about half a minute;
     * what is unanswered by then stays in Kafka for the next start.
     */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE.plusSeconds(15).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the sink did not end in time; unanswered documents stay in Kafka");
            thread.interrupt();
        }
    }

    private void run() {
        State end = State.FAILED;
        try {
            consumer.subscribe(List.of(topic), new Rebalance());
            while (!closing) {
                step();
            }
            finish();
            end = State.STOPPED;
        } catch (InterruptedException e) {
            LOG.warn("the sink was interrupted; unanswered documents stay in Kafka");
            end = State.STOPPED;
        } catch (RuntimeException | Error e) {
            LOG.error("the sink failed; unanswered documents stay in Kafka", e);
        } finally {
            release();
            state = end;
        }
    }

    /** After a step of the clock Kafka's clients wait for times that do not come, and are out of their group. */
    private void connectAgainAfterStep() {
        long steps = clock.steps();
        if (steps == stepsSeen) {
            return;
        }
        stepsSeen = steps;
        LOG.warn(
                "The machine's clock stepped by {} s; the sink connects to Kafka anew, since Kafka's clients count by it",
                Math.round(clock.lastStep() / 1e3));
        consumerMetrics.close();
        closeQuietly("the consumer", () -> consumer.close(CloseOptions.timeout(SETTLE))); // settles and commits
        deadLetters.connectAgain();
        paused = false;
        connect();
        consumer.subscribe(List.of(topic), new Rebalance());
    }

    private void step() throws InterruptedException {
        connectAgainAfterStep();
        deliveries.turn();
        boolean room = deliveries.hasRoom();
        pauseUnless(room);
        long gather = pace.nanosToGather(System.nanoTime());
        if (room && gather > 0) {
            deliveries.await(Duration.ofNanos(gather));
        } else if (room) {
            poll();
        } else {
            deliveries.await(POLL);
            take(consumerPoll(
                    Duration.ZERO)); // keeps the group membership; brings nothing but partitions newly assigned
        }
        offsets.commitDue(consumer);
        observe();
    }

    private void pauseUnless(boolean room) {
        if (!room) {
            consumer.pause(consumer.assignment()); // each time: a rebalance may have added partitions
            paused = true;
        } else if (paused) {
            consumer.resume(consumer.paused());
            paused = false;
        }
    }

    private void poll() throws InterruptedException {
        long now = System.nanoTime();
        Duration patience = deliveries.isIdle() ? pace.patience(POLL, now) : POLL;
        pace.polls(now);
        ConsumerRecords<byte[], byte[]> records =
                consumerPoll(Duration.ofNanos(Math.min(patience.toNanos(), deliveries.nanosUntilDue(now))));
        pace.polled(records.count(), BoundedConsumer.isMoreThan(records, consumer), System.nanoTime());
        take(records);
    }

    private ConsumerRecords<byte[], byte[]> consumerPoll(Duration bound) throws InterruptedException {
        try {
            return consumer.poll(bound);
        } catch (KafkaException e) {
            health.failed(e);
            deliveries.await(Duration.ofSeconds(1));
            return ConsumerRecords.empty();
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            take(partition, records.records(partition));
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        long nextOffset = records.get(records.size() - 1).offset() + 1;
        clock.arrived(records.get(records.size() - 1).timestamp());
        Progress.Run run = offsets.begin(partition, nextOffset, records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (Intake.isObject(record.value())) {
                deliveries.add(intake.delivery(record, run));
            } else {
                metrics.answered(SinkMetrics.Result.DEAD, 1);
                metrics.dead(DeadReason.NOT_AN_OBJECT);
                deadLetters.bury(record, DeadReason.NOT_AN_OBJECT, "the value is no JSON object", run::answered);
            }
        }
    }

    private void observe() {
        health.observe();
        load = deliveries.load();
        if (deliveries.isHealthy()) {
            boolean connected = health.isConnected() && !deliveries.areHeldUpByDeadLetters();
            if (connected || state != State.STARTING) {
                state = connected ? State.RUNNING : State.WAITING_FOR_KAFKA;
            }
        } else if (state != State.STARTING) {
            state = State.WAITING_FOR_ELASTICSEARCH;
        }
    }

    /** Sends what there is and waits for it, unless Elasticsearch is away. */
    private void finish() throws InterruptedException {
        long end = System.nanoTime() + CLOSE.toNanos();
        deliveries.flush();
        deliveries.turn();
        while (!deliveries.isIdle() && deliveries.isHealthy() && System.nanoTime() - end < 0) {
            deliveries.await(POLL);
            deliveries.turn();
        }
        offsets.commitAll(consumer, SETTLE);
    }

    private void release() {
        // The rebalance listener runs once more as the consumer leaves; it finds nothing in flight to wait for.
        closing = true;
        consumerMetrics.close();
        closeQuietly("the consumer", () -> consumer.close(CloseOptions.timeout(SETTLE)));
        closeQuietly("the producer of dead letters", deadLetters::close);
        closeQuietly("the connection to Elasticsearch", elasticsearch::close);
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void closeQuietly(String what, Closing closing) {
        try {
            closing.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} did not close in order: {}", what, e.getMessage());
        }
    }

    /** Runs inside {@code poll} and {@code close}, on the sink's thread. */
    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned = Set.copyOf(consumer.assignment());
            deliveries.takenOver();
            LOG.info("indexing partitions {} of {}", numbers(consumer.assignment()), topic);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            if (!closing) {
                deliveries.settle(SETTLE);
            }
            offsets.commit(consumer, partitions, SETTLE);
            lose(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions);
        }

        private void lose(Collection<TopicPartition> partitions) {
            Set<TopicPartition> left = new HashSet<>(assigned);
            left.removeAll(partitions);
            assigned = Set.copyOf(left);
            offsets.lose(partitions);
            deliveries.dropLost();
        }

        private static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).sorted().toList();
        }
    }
}
