package com.jisu.logs.ingest;

import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events to Kafka. Event loops put them into queues; a few threads of its own take them out and call the producer,
 * which may block them (for metadata, or for memory while Kafka is away) and compresses on them. The producer's own
 * thread settles each event with its {@link Window}.
 *
 * <p>A connection's events all go through one thread and, while that has a leader, to one partition, so they keep their
 * order. The queues are bounded by {@link InFlightBudget}, which counts everything that is in them.
 *
 * <p>Thread-safe.
 */
final class KafkaWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaWriter.class);

    /** Smaller than any limit on records that a topic can be of use with; Kafka's default is 1 MiB. */
    private static final int SURELY_FITS_BYTES = 4 * 1024;
    /** What keeping track of an event costs, here and in the producer. */
    private static final int BYTES_PER_EVENT = 256;

    private final String topic;
    private final int maxEventBytes;
    private final CurrentProducer producer;
    private final KafkaState state;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger nextRoute =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 20)); // instances should not all start alike

    /** @param producers makes a producer, and another one where the first is of no use any more */
    KafkaWriter(
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
        for (int i = 0; i < threads; i++) {
            Lane lane = new Lane("jisu-ingest-kafka-" + i);
            lanes.add(lane);
            lane.start();
        }
    }

    /** Makes producers that keep the promises of ingest, with these properties where they do not touch on those. */
    static Supplier<Producer<byte[], byte[]>> producers(Map<String, Object> properties, IngestSettings settings) {
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
    Route newRoute() {
        int number = nextRoute.getAndIncrement() & Integer.MAX_VALUE;
        return new Route(lanes.get(number % lanes.size()), number);
    }

    /**
     * Sends events to Kafka, later. Each is settled with its window exactly once.
     *
     * @param firstIndex index in the window of the first of them
     */
    void send(Route route, Window window, int firstIndex, List<byte[]> events) {
        route.lane.tasks.add(() -> {
            choosePartition(route, window);
            int index = firstIndex;
            for (byte[] event : events) {
                send(route, new Delivery(window, index++, cost(event)), event, maxEventBytes);
            }
        });
    }

    /** Bytes that an event counts in the budget: its own, and what it costs to keep track of it. */
    static long cost(byte[] event) {
        return event.length + BYTES_PER_EVENT;
    }

    /** Stops the threads, drops what they have not sent, and gives the producer up to this long to finish the rest. */
    void close(Duration timeout) {
        lanes.forEach(Lane::stopSoon);
        producer.close(timeout); // also unblocks the threads
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    static final class Route {

        private static final int NONE = -1;

        private final Lane lane;
        private final int number;
        private int partition = NONE; // the lane's thread only

        private Route(Lane lane, int number) {
            this.lane = lane;
            this.number = number;
        }
    }

    /** What is settled when Kafka has an event. */
    private record Delivery(Window window, int index, long cost) {}

    /**
     * Stays with the partition of before, unless it has no leader now, or is gone with a topic that was made again: events
     * for it would fill the producer's memory and keep those of all others out.
     */
    private void choosePartition(Route route, Window window) {
        if (window.isAbandoned()) {
            return;
        }
        try {
            List<PartitionInfo> partitions = producer.get().partitionsFor(topic);
            if (route.partition == Route.NONE || !isLed(partitions, route.partition)) {
                int[] led = partitions.stream()
                        .mapToInt(PartitionInfo::partition)
                        .filter(partition -> isLed(partitions, partition))
                        .sorted()
                        .toArray();
                route.partition = led.length == 0 ? route.number % partitions.size() : led[route.number % led.length];
            }
        } catch (RuntimeException e) {
            route.partition = Route.NONE; // sending says what is wrong
        }
    }

    private static boolean isLed(List<PartitionInfo> partitions, int partition) {
        return partitions.stream()
                .anyMatch(info -> info.partition() == partition
                        && info.leader() != null
                        && !info.leader().isEmpty());
    }

    /** On the route's lane only: it may block. */
    private void send(Route route, Delivery delivery, byte[] whole, int maxBytes) {
        if (delivery.window.isAbandoned()) {
            delivery.window.discard(delivery.cost);
            return;
        }
        Producer<byte[], byte[]> current = producer.get();
        try {
            byte[] event = EventTruncation.truncate(whole, maxBytes);
            // An event is kept for another try only where it could be too large for the topic.
            byte[] largeEvent = event.length > SURELY_FITS_BYTES ? event : null;
            Integer partition = route.partition == Route.NONE ? null : route.partition;
            current.send(
                    new ProducerRecord<>(topic, partition, null, event),
                    (metadata, error) -> settle(route, delivery, largeEvent, current, error));
        } catch (RuntimeException | Error e) {
            // Thrown, not called back: the producer never took the event. Whatever it is, the window fails and its
            // connection is closed; the thread goes on for the others.
            settle(route, delivery, null, current, e);
        }
    }

    /** On any thread. */
    private void settle(
            Route route, Delivery delivery, byte[] largeEvent, Producer<byte[], byte[]> sender, Throwable error) {
        if (error == null) {
            state.confirmed();
            delivery.window.confirm(delivery.index, delivery.cost);
        } else if (error instanceof RecordTooLargeException && largeEvent != null) {
            state.refusedAsTooLarge(largeEvent.length);
            route.lane.tasks.add(() -> send(route, delivery, largeEvent, largeEvent.length / 2));
        } else {
            state.failed(error);
            if (CurrentProducer.isBroken(error)) {
                route.lane.tasks.add(() -> producer.replace(sender, error)); // not here: a producer's own thread cannot
            }
            delivery.window.fail(delivery.cost, error);
        }
    }

    /** A queue of what to send, and the thread that sends it. */
    private static final class Lane extends Thread {

        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private volatile boolean stopping;

        private Lane(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!stopping) {
                try {
                    tasks.take().run();
                } catch (InterruptedException e) {
                    // stopSoon asks for the end of this thread
                } catch (RuntimeException | Error e) {
                    log.error(
                            "{} failed, and goes on", getName(), e); // without it, its connections would wait for ever
                }
            }
        }

        private void stopSoon() {
            stopping = true;
            interrupt();
        }
    }
}
