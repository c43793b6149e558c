package com.jisu.logs.ingest.kafka;

import com.jisu.logs.ingest.api.IngestSettings;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Gives events to Kafka. Event loops put them into queues; a few threads of its own take them out and call the producer,
 * which may block them (for metadata, or for memory while Kafka is away) and compresses on them. Each connection's events
 * take one {@link Route}, which settles them with their {@link DeliveryListener}.
 *
 * <p>The queues are bounded by {@code InFlightBudget}, which counts everything that is in them.
 *
 * <p>Thread-safe.
 */
public final class KafkaWriter implements AutoCloseable {

    private final CurrentProducer producer;
    private final Route.Destination destination;
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
        this.producer = new CurrentProducer(producers, registry);
        this.destination = new Route.Destination(
                topic, settings.limits().maxEventBytes(), producer, state, new AtomicReference<>());
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
        config.put(ProducerConfig.LINGER_MS_CONFIG, 25);
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
        return new Route(destination, lanes.get(number % lanes.size()), number);
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
}
