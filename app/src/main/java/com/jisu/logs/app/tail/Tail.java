package com.jisu.logs.app.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.BoundedConsumer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the parsed topic from its end and prints its documents. It reads beside the pipeline: however slow the
 * terminal, nobody waits for it.
 *
 * <p>One thread of its own polls and prints; {@link #close} may be called from any other.
 */
public final class Tail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_TIMEOUT_MS = 15_000;
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final EventFilter filter;
    private final EventPrinter printer;
    private final Thread thread;

    private Tail(Consumer<byte[], byte[]> consumer, EventFilter filter, EventPrinter printer) {
        this.consumer = consumer;
        this.filter = filter;
        this.printer = printer;
        this.thread = new Thread(this::run, "tail");
    }

    /**
     * Shows everything from now on: every document written after this call returned is printed, if the filter takes it.
     *
     * @param since an earlier time to begin with: that of a document's arrival in the topic
     * @throws org.apache.kafka.common.KafkaException if Kafka can not be reached
     */
    public static Tail follow(
            String topic,
            Map<String, Object> kafkaProperties,
            Optional<Instant> since,
            EventFilter filter,
            EventPrinter printer) {
        Consumer<byte[], byte[]> consumer = consumer(
                kafkaProperties,
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        CONNECT_TIMEOUT_MS));
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new UnknownTopicOrPartitionException("there is no topic " + topic);
            }
            consumer.assign(partitions);
            seek(consumer, partitions, since);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        return started(new Tail(consumer, filter, printer));
    }

    private static void seek(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Optional<Instant> since) {
        consumer.endOffsets(partitions).forEach(consumer::seek);
        if (since.isPresent()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.get().toEpochMilli()));
            consumer.offsetsForTimes(times).forEach((partition, found) -> {
                if (found != null) { // else nothing is as new as that
                    consumer.seek(partition, found.offset());
                }
            });
        }
    }

    /**
     * Shows a share of the documents: those with the same group print each document once between them, as the instances
     * of the streams role do in production.
     */
    public static Tail share(
            String topic, String group, Map<String, Object> kafkaProperties, EventFilter filter, EventPrinter printer) {
        Consumer<byte[], byte[]> consumer = consumer(
                kafkaProperties,
                Map.of(ConsumerConfig.GROUP_ID_CONFIG, group, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"));
        consumer.subscribe(List.of(topic), new NewPartitions(consumer));
        return started(new Tail(consumer, filter, printer));
    }

    /**
     * Begins a partition of which the group has read nothing yet a minute back: what comes while the group is being formed is
     * not missed. Kafka's own {@code by_duration} waits for half a minute where nothing is as new as that.
     */
    private record NewPartitions(Consumer<byte[], byte[]> consumer) implements ConsumerRebalanceListener {

        private static final Duration BACK = Duration.ofMinutes(1);

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
            List<TopicPartition> unread = assigned.stream()
                    .filter(partition -> committed.get(partition) == null)
                    .toList();
            if (!unread.isEmpty()) {
                seek(consumer, unread, Optional.of(Instant.now().minus(BACK)));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            // what was printed is committed by the consumer itself
        }
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> kafkaProperties, Map<String, Object> own) {
        Map<String, Object> properties = new HashMap<>(kafkaProperties);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.putAll(own);
        return new BoundedConsumer(properties);
    }

    private static Tail started(Tail tail) {
        tail.thread.start();
        return tail;
    }

    private void run() {
        try (consumer) {
            do {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    print(record);
                }
            } while (printer.flush());
            LOG.debug("Nobody reads the tail any more, or it has shown all that was asked for");
        } catch (WakeupException e) {
            printer.flush(); // closed
        } catch (RuntimeException e) {
            LOG.error("The tail stopped; the pipeline goes on", e);
        }
    }

    private void print(ConsumerRecord<byte[], byte[]> record) {
        if (!filter.mayTake(record)) {
            return;
        }
        try {
            if (!filter.needsDocument() && printer.printsJson()) {
                printer.print(record.value());
                return;
            }
            JsonNode document = JSON.readTree(record.value());
            if (filter.takes(document)) {
                printer.print(document, record.value());
            }
        } catch (IOException e) {
            LOG.warn(
                    "Record {}-{} offset {} is no JSON document; the tail passes it over",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    /** Waits until it has ended: closed, or because nobody reads any more, or all that was asked for is printed. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** The same for at most this long; whether it has. */
    public boolean awaitEnd(Duration bound) throws InterruptedException {
        thread.join(bound.toMillis());
        return !thread.isAlive();
    }

    /** Prints what has been read and stops. Waits at most 5 seconds. */
    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
