package com.jisu.logs.ingest;

import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Owns the Kafka producer. Event loops put events into queues; a few threads of its own take them out and call the
 * producer, which may block them (for metadata, or for memory while Kafka is away) and compresses on them. The
 * producer's own thread settles each event with its {@link Window}.
 *
 * <p>A connection's events all go through one thread and to one partition, so they keep their order. The queues are
 * bounded by {@link InFlightBudget}, which counts everything that is in them.
 *
 * <p>Thread-safe.
 */
final class KafkaWriter implements AutoCloseable {

    /** Smaller than any limit on records that a topic has in practice; Kafka's default is 1 MiB. */
    private static final int SURELY_FITS_BYTES = 256 * 1024;

    private final String topic;
    private final int maxEventBytes;
    private final Producer<byte[], byte[]> producer;
    private final KafkaClientMetrics producerMetrics;
    private final KafkaState state;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger nextRoute =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 20)); // instances should not all start alike

    KafkaWriter(
            String topic,
            Map<String, Object> producerProperties,
            KafkaState state,
            IngestSettings settings,
            MeterRegistry registry) {
        this.topic = topic;
        this.maxEventBytes = settings.limits().maxEventBytes();
        this.state = state;
        this.producer = new KafkaProducer<>(
                producerConfig(producerProperties, settings), new ByteArraySerializer(), new ByteArraySerializer());
        this.producerMetrics = new KafkaClientMetrics(producer);
        producerMetrics.bindTo(registry);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2); // the rest inflate
        for (int i = 0; i < threads; i++) {
            Lane lane = new Lane("jisu-ingest-kafka-" + i);
            lanes.add(lane);
            lane.start();
        }
    }

    /** What the producer needs for the promises of ingest goes over what was given; the rest is defaults under it. */
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
            int index = firstIndex;
            for (byte[] event : events) {
                send(route, new Delivery(window, index++, cost(event)), event, maxEventBytes);
            }
        });
    }

    /** Bytes that an event counts in the budget: its own, and what it costs to keep track of it. */
    static long cost(byte[] event) {
        return event.length + 128L;
    }

    /** Stops the threads, drops what they have not sent, and gives the producer up to this long to finish the rest. */
    void close(Duration timeout) {
        lanes.forEach(Lane::stopSoon);
        producerMetrics.close();
        producer.close(timeout); // also unblocks the threads
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    static final class Route {

        private final Lane lane;
        private final int number;
        private int partition = -1; // unknown until the topic's metadata is there; the lane's thread only

        private Route(Lane lane, int number) {
            this.lane = lane;
            this.number = number;
        }
    }

    /** What is settled when Kafka has an event. */
    private record Delivery(Window window, int index, long cost) {}

    /** On the route's lane only: it may block. */
    private void send(Route route, Delivery delivery, byte[] whole, int maxBytes) {
        if (delivery.window.isAbandoned()) {
            delivery.window.discard(delivery.cost);
            return;
        }
        try {
            byte[] event = EventTruncation.truncate(whole, maxBytes);
            // An event is kept for another try only where it could be too large for the topic.
            byte[] largeEvent = event.length > SURELY_FITS_BYTES ? event : null;
            if (route.partition < 0) {
                route.partition = route.number % producer.partitionsFor(topic).size();
            }
            producer.send(
                    new ProducerRecord<>(topic, route.partition, null, event),
                    (metadata, error) -> settle(route, delivery, largeEvent, error));
        } catch (RuntimeException e) {
            // Thrown, not called back: the producer never took the event. Whatever it is, the window fails and its
            // connection is closed; the thread goes on for the others.
            settle(route, delivery, null, e);
        }
    }

    private void settle(Route route, Delivery delivery, byte[] largeEvent, Exception error) {
        if (error == null) {
            state.confirmed();
            delivery.window.confirm(delivery.index, delivery.cost);
        } else if (error instanceof RecordTooLargeException && largeEvent != null) {
            state.refusedAsTooLarge(largeEvent.length);
            route.lane.tasks.add(() -> send(route, delivery, largeEvent, largeEvent.length / 2));
        } else {
            state.failed(error);
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
            try {
                while (!stopping) {
                    tasks.take().run();
                }
            } catch (InterruptedException e) {
                // stopSoon asks for the end of this thread
            }
        }

        private void stopSoon() {
            stopping = true;
            interrupt();
        }
    }
}
