package com.jisu.logs.ingest;

import com.jisu.logs.records.Topics;
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
import org.apache.kafka.common.KafkaException;
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

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final KafkaState state;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger nextRoute =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 20)); // instances should not all start alike

    KafkaWriter(String topic, Map<String, Object> producerProperties, KafkaState state, IngestSettings settings) {
        this.topic = topic;
        this.state = state;
        this.producer = new KafkaProducer<>(
                producerConfig(producerProperties, settings), new ByteArraySerializer(), new ByteArraySerializer());
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
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
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
        route.lane.chunks.add(new Chunk(route, window, firstIndex, events));
    }

    /** Bytes that an event counts in the budget: its own, and what it costs to keep track of it. */
    static long cost(byte[] event) {
        return event.length + 128L;
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

    private record Chunk(Route route, Window window, int firstIndex, List<byte[]> events) {}

    static final class Route {

        private final Lane lane;
        private final int number;
        private int partition = -1; // unknown until the topic's metadata is there; the lane's thread only

        private Route(Lane lane, int number) {
            this.lane = lane;
            this.number = number;
        }
    }

    /** A queue of events and the thread that sends them. */
    private final class Lane extends Thread {

        private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
        private volatile boolean stopping;

        private Lane(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (!stopping) {
                    send(chunks.take());
                }
            } catch (InterruptedException e) {
                // stopSoon asks for the end of this thread
            }
        }

        private void stopSoon() {
            stopping = true;
            interrupt();
        }

        private void send(Chunk chunk) {
            Route route = chunk.route;
            int index = chunk.firstIndex;
            for (byte[] event : chunk.events) {
                send(route, chunk.window, index++, event);
            }
        }

        private void send(Route route, Window window, int index, byte[] event) {
            long cost = cost(event);
            if (window.isAbandoned()) {
                window.discard(cost);
                return;
            }
            try {
                if (route.partition < 0) {
                    route.partition =
                            route.number % producer.partitionsFor(topic).size();
                }
                producer.send(new ProducerRecord<>(topic, route.partition, null, event), (metadata, error) -> {
                    if (error == null) {
                        state.confirmed();
                        window.confirm(index, cost);
                    } else {
                        state.failed(error);
                        window.fail(cost, error);
                    }
                });
            } catch (KafkaException | IllegalStateException e) {
                state.failed(e);
                window.fail(cost, e); // thrown, not called back: the producer never took the event
            }
        }
    }
}
