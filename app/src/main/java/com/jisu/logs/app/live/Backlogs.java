package com.jisu.logs.app.live;

import com.jisu.logs.app.kafka.UnreadRecords;
import com.jisu.logs.records.SteadyClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The backlogs of the roles that run here, asked of Kafka every two seconds while somebody looks.
 *
 * <p>Offsets are asked by an admin client, and the arrival of the oldest open record is read by a consumer without a
 * group: nothing here can commit anything. A thread of its own asks; {@link #latest} only tells what it knows.
 */
final class Backlogs implements AutoCloseable, WhileWatched.Task {

    /** A role and what it reads. */
    record Reader(String role, String group, String topic) {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long INTERVAL_MILLIS = 2_000;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration READ_TIME = Duration.ofSeconds(2);

    /** Of more partitions that lag, those that lag most are asked for their oldest record. */
    private static final int MAX_PARTITIONS_READ = 8;

    private final Map<String, Object> kafka;
    private final List<Reader> readers;
    private final SteadyClock clock;
    private final WhileWatched thread = new WhileWatched("live-backlog", PATIENCE, this);
    private volatile Map<String, Backlog> latest = Map.of();

    Backlogs(Map<String, Object> kafka, List<Reader> readers, SteadyClock clock) {
        this.clock = clock;
        this.kafka = kafka;
        this.readers = readers;
    }

    /** By role; without a role that was not asked about yet. */
    Map<String, Backlog> latest() {
        if (!readers.isEmpty()) {
            thread.look();
        }
        return latest;
    }

    @Override
    public void run() throws Exception {
        try (Admin admin = admin();
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            while (thread.watched()) {
                Map<String, Backlog> asked = new HashMap<>();
                for (Reader reader : readers) {
                    asked.put(reader.role(), askOrSayWhyNot(admin, consumer, reader));
                }
                latest = Map.copyOf(asked);
                thread.pause(INTERVAL_MILLIS);
            }
        }
        latest = Map.of(); // the next who looks must not see what was long ago
    }

    @Override
    public void failed(Exception e) {
        Map<String, Backlog> unknown = new HashMap<>();
        readers.forEach(reader -> unknown.put(reader.role(), Backlog.unknown(e.toString())));
        latest = Map.copyOf(unknown);
    }

    /** What one role may not ask, or what is missing for it, must not hide the other's. */
    private Backlog askOrSayWhyNot(Admin admin, KafkaConsumer<byte[], byte[]> consumer, Reader reader)
            throws InterruptedException {
        try {
            return ask(admin, consumer, reader);
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException e) {
            return Backlog.unknown(e.getCause().toString());
        } catch (KafkaException e) {
            return Backlog.unknown(e.toString());
        }
    }

    private Backlog ask(Admin admin, KafkaConsumer<byte[], byte[]> consumer, Reader reader)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, UnreadRecords> unread = UnreadRecords.of(admin, reader.group(), reader.topic());
        long events = unread.values().stream().mapToLong(UnreadRecords::count).sum();
        Map<TopicPartition, Long> from = unread.entrySet().stream()
                .filter(partition -> partition.getValue().count() > 0)
                .sorted(Comparator.comparingLong(
                        partition -> -partition.getValue().count()))
                .limit(MAX_PARTITIONS_READ)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, partition -> partition.getValue().from()));
        return new Backlog(events, from.isEmpty() ? OptionalLong.of(0) : oldest(consumer, from), "");
    }

    /** Reads one record of each partition, and forgets what else came with it. */
    private OptionalLong oldest(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        Set<TopicPartition> unread = new HashSet<>(from.keySet());
        long oldest = Long.MAX_VALUE;
        long deadline = System.nanoTime() + READ_TIME.toNanos();
        while (!unread.isEmpty() && System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                oldest = Math.min(oldest, record.timestamp());
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                unread.remove(partition);
                consumer.pause(List.of(partition));
            }
        }
        consumer.unsubscribe();
        return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.max(0, clock.millis() - oldest));
    }

    private Admin admin() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return Admin.create(properties);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * 1024);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        thread.close();
    }
}
