package com.jisu.logs.ingest.kafka;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.kafka.Route.Delivery;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Gives events to Kafka. Event loops put them into queues; a few threads of its own take them out and call the producer,
 * which may block them (for metadata, or for memory while Kafka is away) and compresses on them. The producer's own
 * thread settles each event with its {@link DeliveryListener}. What Kafka refuses waits on its {@link Route} and is sent again; what
 * fails by a fault of ours fails its window.
 *
 * <p>The queues are bounded by {@code InFlightBudget}, which counts everything that is in them.
 *
 * <p>Thread-safe.
 */
public final class KafkaWriter implements AutoCloseable {

    /** Smaller than any limit on records that a topic can be of use with; Kafka's default is 1 MiB. */
    private static final int SURELY_FITS_BYTES = 4 * 1024;
    /** Between tries with an event that Kafka refused. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String topic;
    private final int maxEventBytes;
    private final CurrentProducer producer;
    private final KafkaState state;
    private final AtomicReference<TopicPartitions> partitions = new AtomicReference<>();
    private final List<ScheduledExecutorService> lanes = new ArrayList<>();
    private final AtomicInteger nextRoute =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 20)); // instances should not all start alike

    /** @param producers makes a producer, and another one where the first is of no use any more */
    public KafkaWriter(
            String topic,
            Supplier<Producer<byte[], byte[]>> producers,
            KafkaState state,
            IngestSettings settings,
            MeterRegistry registry) {
        this.topic = topic;
        this.maxEventBytes = settings.limits().maxEventBytes();
        this.state = state;
        this.producer = new CurrentProducer(producers, registry);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2); // the rest inflate
        DefaultThreadFactory named = new DefaultThreadFactory("jisu-ingest-kafka", true);
        for (int i = 0; i < threads; i++) {
            lanes.add(new ScheduledThreadPoolExecutor(1, named, new ThreadPoolExecutor.DiscardPolicy()));
        }
    }

    /** Makes producers that keep the promises of ingest, with these properties where they do not touch on those. */
    public static Supplier<Producer<byte[], byte[]>> producers(
            Map<String, Object> properties, IngestSettings settings) {
        Map<String, Object> config = producerConfig(properties, settings);
        return () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> producerConfig(Map<String, Object> given, IngestSettings settings) {
        int kafkaTimeout = (int) Math.min(settings.timeouts().kafka().toMillis(), Integer.MAX_VALUE);
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        // Half a region of G1 in a small heap: larger arrays would cost it twice their size.
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
        // With several requests under way, a partition that loses its leader can refuse all that follows as out of
        // sequence until the delivery timeout (KAFKA-15591). One request carries a batch of each partition: it is
        // enough.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.putAll(given);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RAW_BYTES);
        // Connections give up after the same time; until then the producer must not.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) kafkaTimeout);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.max(kafkaTimeout, 60_000));
        return config;
    }

    /** The way of one connection's events: always the same thread and partition. */
    public Route newRoute() {
        int number = nextRoute.getAndIncrement() & Integer.MAX_VALUE;
        return new Route(lanes.get(number % lanes.size()), number);
    }

    /**
     * Sends events to Kafka, later. Each is settled with its window exactly once.
     *
     * @param firstIndex index in the window of the first of them
     */
    public void send(Route route, DeliveryListener window, int firstIndex, List<byte[]> events) {
        route.execute(() -> {
            if (!route.isHolding()) {
                choosePartition(route, window);
            }
            int index = firstIndex;
            for (byte[] event : events) {
                sendInOrder(route, new Delivery(window, index++, event));
            }
        });
    }

    /** Goes on with another producer, soon. */
    public void clockStepped(long stepMillis) {
        lanes.get(0).execute(() -> producer.replaceAfterStep(stepMillis));
    }

    /** Stops the threads, drops what they have not sent, and gives the producer up to this long to finish the rest. */
    public void close(Duration timeout) {
        lanes.forEach(ScheduledExecutorService::shutdownNow);
        producer.close(timeout); // also unblocks the threads
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /** Not one that has no leader now: events for it would fill the producer's memory and keep those of all others out. */
    private void choosePartition(Route route, DeliveryListener window) {
        if (window.isAbandoned()) {
            return;
        }
        try {
            List<PartitionInfo> infos = producer.get().partitionsFor(topic);
            route.usePartitionOf(partitions.updateAndGet(last -> TopicPartitions.of(infos, last, System::nanoTime)));
        } catch (RuntimeException e) {
            route.useAnyPartition(); // sending says what is wrong
        }
    }

    // What follows runs on the route's thread, for it may block, but for settle and what that calls.

    private void sendInOrder(Route route, Delivery delivery) {
        if (!route.holdBehindOthers(delivery)) {
            send(route, delivery, maxEventBytes);
        }
    }

    private void send(Route route, Delivery delivery, int maxBytes) {
        if (delivery.window().isAbandoned()) {
            discard(route, delivery);
            return;
        }
        Producer<byte[], byte[]> current = producer.get();
        try {
            byte[] event = EventTruncation.truncate(delivery.event(), maxBytes);
            int bytes = event.length;
            current.send(
                    record(route, delivery.event(), event),
                    (metadata, error) -> settle(route, delivery, bytes, current, error));
        } catch (RuntimeException | Error e) {
            settle(route, delivery, 0, current, e); // thrown, not called back: the producer never took the event
        }
    }

    /**
     * The lines of one container go to one partition, whoever sends them: some are parts of one line, and are joined. Where
     * that partition has no leader, they need not wait for it.
     */
    private ProducerRecord<byte[], byte[]> record(Route route, byte[] whole, byte[] event) {
        int bySource = route.partitions() == null
                ? EventSource.NONE
                : route.partitions().ofSource(whole);
        return bySource == EventSource.NONE
                ? new ProducerRecord<>(topic, route.partition(), null, event)
                : new ProducerRecord<>(
                        topic, bySource, null, null, event, route.partitions().headers(bySource));
    }

    /** On any thread. */
    private void settle(Route route, Delivery delivery, int bytes, Producer<byte[], byte[]> sender, Throwable error) {
        if (error == null) {
            state.confirmed();
            delivery.window().confirm(delivery.index(), delivery.cost());
            goOnAfter(route, delivery);
        } else if (error instanceof RecordTooLargeException && bytes > SURELY_FITS_BYTES) {
            state.refusedAsTooLarge(bytes);
            route.execute(() -> send(route, delivery, bytes / 2));
        } else if (error instanceof KafkaException) {
            state.failed(error);
            if (CurrentProducer.isBroken(error)) {
                route.execute(() -> producer.replace(sender, error)); // not here: a producer's own thread cannot
            }
            hold(route, delivery);
        } else if (sender != producer.get()) {
            hold(route, delivery); // it was closed, and replaced, between being asked for and being used
        } else {
            delivery.window().fail(delivery.cost(), error); // a fault of ours, of which Kafka knows nothing
            goOnAfter(route, delivery);
        }
    }

    private void discard(Route route, Delivery delivery) {
        delivery.window().discard(delivery.cost());
        goOnAfter(route, delivery);
    }

    private void hold(Route route, Delivery delivery) {
        if (delivery.window().isAbandoned()) {
            discard(route, delivery); // there may be nobody to try it again: the threads stop before the producer does
        } else if (route.hold(delivery)) {
            route.executeAfter(RETRY, () -> tryAgain(route));
        }
    }

    private void tryAgain(Route route) {
        Delivery first = route.takeToTry();
        if (first != null) {
            choosePartition(route, first.window());
            send(route, first, maxEventBytes);
        }
    }

    /** Kafka has, or nobody waits for, the event that was tried: those that wait behind it follow. */
    private void goOnAfter(Route route, Delivery delivery) {
        if (route.isTried(delivery)) {
            route.execute(() -> route.takeHeld().forEach(next -> sendInOrder(route, next)));
        }
    }
}
