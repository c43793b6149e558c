package com.jisu.logs.app.live;

import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.records.BoundedConsumer;
import com.jisu.logs.records.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the parsed topic from its end, and the dead letters from the last few on, for all viewers together.
 *
 * <p>One thread of its own reads while there are viewers. It takes at most a quarter of one processor: after each batch
 * it rests three times as long as the batch cost it. Where that is too little to keep up it goes on at the topic's end,
 * and says how much it left out. Viewers come and go on other threads.
 */
final class LiveTail implements AutoCloseable, WhileWatched.Task {

    static final int MAX_VIEWERS = 8;

    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long MAX_BEHIND = 20_000;
    private static final int REST_FACTOR = 3;
    private static final long MAX_REST_MILLIS = 1_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Topics topics;
    private final Map<String, Object> kafka;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final LetterText letters;
    private final LastDeadLetters deadLetters;
    /** Where the dead letters end that were there at first; without those partitions that have been read so far. */
    private final Map<TopicPartition, Long> oldDeadLetters = new HashMap<>();

    private final WhileWatched thread = new WhileWatched("live-tail", LINGER, this);

    /** @param letters what is shown of dead letters; closed with this */
    LiveTail(Topics topics, Map<String, Object> kafka, LetterText letters) {
        this.letters = letters;
        this.deadLetters = new LastDeadLetters(letters);
        this.topics = topics;
        this.kafka = kafka;
    }

    /** How many look now. */
    int viewers() {
        return viewers.size();
    }

    /** Lets a viewer in; one too many is sent away. */
    synchronized void join(Viewer viewer) {
        if (viewers.size() >= MAX_VIEWERS) {
            viewer.close();
            return;
        }
        viewers.add(viewer);
        thread.look();
    }

    void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    @Override
    public void run() throws InterruptedException {
        deadLetters.clear();
        oldDeadLetters.clear();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            assign(consumer);
            long nextSecond = System.nanoTime();
            long cpu = threads.getCurrentThreadCpuTime();
            while (somebodyLooks()) {
                consumer.poll(POLL).forEach(this::show);
                if (System.nanoTime() - nextSecond >= 0) {
                    nextSecond = System.nanoTime() + SECOND_NANOS;
                    everySecond(consumer);
                }
                cpu = rest(cpu);
            }
        }
    }

    private void everySecond(Consumer<byte[], byte[]> consumer) {
        assign(consumer);
        skipToEndIfBehind(consumer);
        if (hasReadOldDeadLetters(consumer)) {
            deadLetters.showTo(viewers);
        }
        viewers.forEach(Viewer::report);
    }

    @Override
    public void failed(Exception e) {
        somebodyLooks();
        viewers.forEach(viewer -> viewer.problem("Kafka can not be read: " + e.getMessage()));
    }

    private boolean somebodyLooks() {
        if (!viewers.isEmpty()) {
            thread.look();
        }
        return thread.watched();
    }

    private void show(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.dead())) {
            deadLetters.add(record);
        } else {
            TailEvent event = new TailEvent(record);
            viewers.forEach(viewer -> viewer.offer(event));
        }
    }

    /** Those that were there at first are shown together, not one after the other as they are read. */
    private boolean hasReadOldDeadLetters(Consumer<byte[], byte[]> consumer) {
        oldDeadLetters.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        return oldDeadLetters.isEmpty();
    }

    private static List<TopicPartition> of(String topic, Consumer<byte[], byte[]> consumer) {
        return consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
    }

    private void skipToEndIfBehind(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> parsed = of(topics.parsed(), consumer);
        long behind = parsed.stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
        if (behind > MAX_BEHIND) {
            long before = positions(consumer, parsed);
            consumer.seekToEnd(parsed);
            long skipped = positions(consumer, parsed) - before;
            viewers.forEach(viewer -> viewer.skipped(skipped));
        }
    }

    private static long positions(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    /** @return the processor time at which the next batch begins */
    private long rest(long cpuBefore) throws InterruptedException {
        long used = threads.getCurrentThreadCpuTime() - cpuBefore;
        thread.pause(Math.min(MAX_REST_MILLIS, used * REST_FACTOR / 1_000_000));
        return threads.getCurrentThreadCpuTime();
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        // Holds little memory: a record may be large, and then comes alone.
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * 1024 * 1024);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return new BoundedConsumer(properties);
    }

    /** Takes the partitions that it does not read yet: all at first, later those that were added to the topics. */
    private void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> parsed = added(consumer, topics.parsed());
        List<TopicPartition> dead = added(consumer, topics.dead());
        if (parsed.isEmpty() && dead.isEmpty()) {
            return;
        }
        Collection<TopicPartition> all = new ArrayList<>(consumer.assignment());
        all.addAll(parsed);
        all.addAll(dead);
        consumer.assign(all);
        if (!parsed.isEmpty()) { // of no partitions, all would be meant
            consumer.seekToEnd(parsed);
        }
        parsed.forEach(consumer::position); // seekToEnd is lazy: the end of now, not of the first poll
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(dead);
        consumer.endOffsets(dead).forEach((partition, end) -> {
            consumer.seek(partition, Math.max(begins.get(partition), end - LastDeadLetters.KEPT));
            oldDeadLetters.put(partition, end);
        });
    }

    private static List<TopicPartition> added(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null) {
            return List.of();
        }
        return partitions.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .filter(partition -> !consumer.assignment().contains(partition))
                .toList();
    }

    /** Stops reading. The viewers' connections are the admin server's to close. */
    @Override
    public void close() {
        thread.close();
        letters.close();
    }
}
